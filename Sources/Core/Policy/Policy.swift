/// A policy as its file says it: parameters over time, definitions, conditions, outcomes.
public struct Policy: Sendable {
    public let id: String
    public let title: Sentence
    public let file: String
    public let documents: [PolicyDocument]
    public let inForce: DaySpan
    public let parameters: [PolicyParameter]
    public let definitions: [PolicyDefinition]
    public let conditions: [PolicyCondition]
    /// The words that the class may be.
    public let classes: [PolicyWord]
    let outcomes: PolicyOutcomes
    /// The facts that it speaks of.
    public let facts: FactTable

    /// The days on which something in it changes while it is in force, its first day before them.
    public var changeDays: [Day] {
        var days: Set<Day> = [inForce.from]
        for parameter in parameters { days.formUnion(parameter.values.map(\.from)) }
        for definition in definitions { days.formUnion(definition.versions.map(\.from)) }
        return days.filter(inForce.contains).sorted()
    }
}

/// Days from one on, to another where there is a last one.
public struct DaySpan: Hashable, Sendable {
    public let from: Day
    /// The last day.
    public let until: Day?

    public init(from: Day, until: Day?) { (self.from, self.until) = (from, until) }

    public func contains(_ day: Day) -> Bool { day >= from && until.map { day <= $0 } ?? true }
}

/// A document that a policy rests on.
public struct PolicyDocument: Sendable {
    /// What citations call it.
    public let id: String
    public let number: String
    public let title: Sentence
}

/// The article that a rule stands in.
public struct Citation: Hashable, Sendable {
    /// `PolicyDocument.id`
    public let document: String
    public let article: String
}

/// A figure that changes over time.
public struct PolicyParameter: Sendable {
    public let name: String
    public let title: Sentence
    public let unit: PolicyUnit
    public let values: [Value]
    let place: TextPlace

    public struct Value: Sendable {
        public let from: Day
        /// The last day; where there is none it holds until the next value's first.
        public let until: Day?
        public let constant: Interval
        /// As it was written.
        public let text: String
        public let citations: [Citation]
    }

    /// The value in force on a day.
    public func value(on day: Day) -> Value? {
        values.last { $0.from <= day && $0.until.map { day <= $0 } ?? true }
    }
}

/// A value with a name, worked out from facts, parameters and other definitions.
public struct PolicyDefinition: Sendable {
    public let name: String
    public let title: Sentence
    public let citations: [Citation]
    let versions: [Version]
    let place: TextPlace

    struct Version: Sendable {
        /// From the policy's first day on where no day is given.
        let from: Day
        let until: Day?
        let body: Body
        let citations: [Citation]
    }

    indirect enum Body: Sendable {
        case formula(Formula)
        /// Somewhere between the two.
        case range(Formula, Formula)
        case bands(Bands)
        case match(Match)
    }

    struct Bands: Sendable {
        let of: Formula
        /// Whether a step holds its upper limit, not its lower one.
        let isUpperInclusive: Bool
        let steps: [Step]
        let place: TextPlace

        struct Step: Sendable {
            let from: Formula?
            let to: Formula?
            let value: Body
            let place: TextPlace
        }
    }

    struct Match: Sendable {
        let of: Formula
        let cases: [Case]
        let other: Body?
        let place: TextPlace
        let otherPlace: TextPlace

        struct Case: Sendable {
            let words: [String]
            let value: Body
            let place: TextPlace
        }
    }

    func version(on day: Day) -> Version? {
        versions.last { $0.from <= day && $0.until.map { day <= $0 } ?? true }
    }

    public func citations(on day: Day) -> [Citation] { citations + (version(on: day)?.citations ?? []) }
}

/// What a firm has to fulfil.
public struct PolicyCondition: Sendable {
    public let id: String
    public let title: Sentence
    public let citations: [Citation]
    let holds: Formula
    let place: TextPlace
}

/// What a policy answers.
struct PolicyOutcomes: Sendable {
    let verdict: Verdict?
    let score: Formula?
    let `class`: Formula?
    let amount: Formula?
    /// What others get for the firm, such as the platform that hosts it.
    let others: Formula?

    enum Verdict: Sendable {
        case allConditions
        case formula(Formula)
    }
}
