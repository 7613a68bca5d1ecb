/// A policy made ready for one day: what every decision runs, for one firm or for columns of firms.
///
/// Parameters and versions in force on the day are folded in, names have become numbers, constants are
/// worked out, and what is said twice is reckoned once. Instruction n writes register n and reads only
/// registers before it, so one pass from first to last decides. Units and denominators are settled in
/// `registers`; nothing can overflow.
public struct PolicyProgram: Sendable {
    public let policy: Policy
    public let day: Day
    public internal(set) var tables: PolicyTables
    public internal(set) var instructions: [PolicyInstruction]
    public internal(set) var registers: [PolicyRegister]
    /// The first so many instructions decide; those behind them work out definitions that only readers ask
    /// for.
    public internal(set) var decidingCount: Int
    /// The register of each condition, in the order of the policy.
    public internal(set) var conditions: [Int32]
    /// The register of each definition, in the order of the policy.
    public internal(set) var definitions: [Int32]
    /// Whether conditions or outcomes rest on the definition.
    public internal(set) var isUsed: [Bool]
    /// The places in the policy of the parameters that something rests on.
    public internal(set) var parameters: [Int]
    public internal(set) var verdict: Int32?
    public internal(set) var score: Int32?
    public internal(set) var `class`: Int32?
    public internal(set) var amount: Int32?
    /// What others get for the firm; behind those that decide, as no decision rests on it.
    public internal(set) var others: Int32?
    /// How each condition is made up, for its explanation.
    public internal(set) var trees: [ConditionTree]
    /// The sets of words, by the number in `PolicyUnit.word`.
    public internal(set) var wordSets: [[PolicyWord]]
    /// What is the same in every explanation.
    var written = PolicyWritten()
}

extension PolicyProgram {
    /// The same facts to what others get as the amount, and no other outcome; nil where others get nothing.
    public var payingOthers: PolicyProgram? {
        guard let others else { return nil }
        var program = self
        program.amount = others
        (program.verdict, program.score, program.class, program.others) = (nil, nil, nil, nil)
        (program.conditions, program.decidingCount) = ([], instructions.count)
        return program
    }
}

/// What instructions refer to by number.
public struct PolicyTables: Sendable {
    public internal(set) var constants: [Interval] = []
    /// The facts read, by their place in the table of facts, each with all that it may be.
    public internal(set) var slots: [FactSlot] = []
    public internal(set) var bands: [BandTable] = []
    public internal(set) var matches: [MatchTable] = []

    public struct FactSlot: Sendable {
        public let fact: Int
        public let isWord: Bool
        /// Over the denominator of its register: a million for shares.
        public let bounds: Interval
        public var denominator: Int128 { bounds.low.denominator }
    }

    public struct BandTable: Sendable {
        public let of: Int32
        /// Rising; one fewer than the values, and over the denominator of `of` where that is fixed.
        public let limits: [Fraction]
        public let isUpperInclusive: Bool
        public let values: [Int32]
        public let isWord: Bool
    }

    public struct MatchTable: Sendable {
        public let of: Int32
        /// One for each word of the set.
        public let values: [Int32]
        public let isWord: Bool
    }
}

/// What a register holds.
public struct PolicyRegister: Sendable {
    public let unit: PolicyUnit
    /// The denominator that all its values have; nil where they differ.
    public let denominator: Int128?
    /// All that it may be, whatever the facts are; of words the set.
    public let range: Interval
    /// No numerator and no denominator that it may have is larger.
    public let numeratorLimit: UInt128
    public let denominatorLimit: UInt128
}

/// One step of a decision; numbers are registers unless said otherwise.
public enum PolicyInstruction: Hashable, Sendable {
    /// A number in `PolicyTables.constants`.
    case constant(Int32)
    /// A number in `PolicyTables.slots`; unknown is all that it may be.
    case fact(Int32)
    /// Whether the firm was registered on that day or before, by the slot of its registration; unknown is
    /// yes.
    case exists(Int32, Day)
    /// The fact of the slot where it is known, else from the lowest of one to the highest of the other.
    case judged(Int32, low: Int32, high: Int32)
    /// From the lowest of one to the highest of the other.
    case between(Int32, Int32)
    /// Numerator and denominator times that factor: the same value over another denominator.
    case scaled(Int32, Int64)
    case negative(Int32)
    case sum(Int32, Int32)
    case difference(Int32, Int32)
    case product(Int32, Int32)
    /// Boundless where the divisor may be zero.
    case quotient(Int32, Int32)
    case minimum(Int32, Int32)
    case maximum(Int32, Int32)
    /// Of numbers, days, yes and no.
    case compared(Relation, Int32, Int32)
    case sameWord(Int32, Int32)
    /// Whether a word is one of those, a bit for each of its set.
    case among(Int32, UInt64)
    case not(Int32)
    case and(Int32, Int32)
    case or(Int32, Int32)
    /// The second where the first is yes, the third where it is no, either where it is open.
    case choice(Int32, Int32, Int32)
    case choiceOfWords(Int32, Int32, Int32)
    /// A number in `PolicyTables.bands`.
    case bands(Int32)
    /// A number in `PolicyTables.matches`.
    case match(Int32)
    /// Whole years from one day to another.
    case years(Int32, Int32)
    /// The calendar year of a day.
    case year(Int32)
}

/// How a condition is made up of others, down to single comparisons.
public struct ConditionTree: Sendable {
    public let kind: Kind
    public let register: Int32
    /// As it is written in the policy.
    public let text: String
    /// Of the fact or definition that it names.
    public let title: Sentence?
    public let citations: [Citation]
    public let children: [ConditionTree]

    public enum Kind: Sendable {
        case all, any, not, plain
        case comparison(Relation, Operand, Operand)
    }

    /// One side of a comparison.
    public struct Operand: Sendable {
        public let register: Int32
        public let text: String
        public let title: Sentence?
        public let citations: [Citation]
    }
}
