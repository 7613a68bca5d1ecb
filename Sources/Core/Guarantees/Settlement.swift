/// What a guarantor and another institution owe each other over a period, line by line, for both to compare.

/// One movement of what one party of a pair owes the other.
public struct SettlementLine: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// A compensation or a recovery has made it owed.
        case claimed
        /// Part of it has fallen away, as by a recovery or a reversal.
        case reduced
        case paid

        public var name: Sentence {
            switch self {
            case .claimed: Sentence(zh: "新增", en: "new claim")
            case .reduced: Sentence(zh: "冲减", en: "reduced")
            case .paid: Sentence(zh: "支付", en: "paid")
            }
        }
    }

    public let day: Day
    public let entry: Int64
    /// The number of the guarantee.
    public let guarantee: String
    public let kind: Kind
    /// Whether the guarantor owes it; the other institution does otherwise.
    public let isOwedByGuarantor: Bool
    /// Above zero, but for a payment that was taken back.
    public let amount: Fen

    public init(
        day: Day, entry: Int64, guarantee: String, kind: Kind, isOwedByGuarantor: Bool, amount: Fen
    ) {
        self.day = day
        self.entry = entry
        self.guarantee = guarantee
        self.kind = kind
        self.isOwedByGuarantor = isOwedByGuarantor
        self.amount = amount
    }

    /// By how much it changes what is owed.
    public var change: Fen { kind == .claimed ? amount : -amount }
}

/// The lines of a period between what was owed before and after it.
public struct SettlementStatement: Hashable, Sendable {
    /// What one of the two owes the other.
    public struct Sums: Hashable, Sendable {
        public var opening = Fen.zero
        public var claimed = Fen.zero
        public var reduced = Fen.zero
        public var paid = Fen.zero
        public var closing: Fen { opening + claimed - reduced - paid }

        fileprivate mutating func add(_ line: SettlementLine) {
            switch line.kind {
            case .claimed: claimed += line.amount
            case .reduced: reduced += line.amount
            case .paid: paid += line.amount
            }
        }
    }

    public let from: Day
    public let until: Day
    /// Of the period, by day and then in the order of recording.
    public let lines: [SettlementLine]
    public private(set) var owedByOther = Sums()
    public private(set) var owedByGuarantor = Sums()

    /// - Parameter history: all lines of the pair, in any order.
    public init(from: Day, until: Day, history: [SettlementLine]) {
        self.from = from
        self.until = until
        lines = history.filter { $0.day >= from && $0.day <= until }
            .sorted { ($0.day, $0.entry) < ($1.day, $1.entry) }
        for line in history where line.day < from {
            if line.isOwedByGuarantor {
                owedByGuarantor.opening += line.change
            } else {
                owedByOther.opening += line.change
            }
        }
        for line in lines {
            if line.isOwedByGuarantor { owedByGuarantor.add(line) } else { owedByOther.add(line) }
        }
    }

    /// The statement as bytes that differ whenever any figure of it does; what a tick vouches for.
    public var canonicalText: String {
        var text = "\(from) \(until) \(owedByOther.opening) \(owedByGuarantor.opening)\n"
        for line in lines {
            let direction = line.isOwedByGuarantor ? "guarantor" : "other"
            text +=
                "\(line.day) \(line.entry) \(line.guarantee) \(direction) \(line.kind.rawValue) "
                + "\(line.amount)\n"
        }
        return text
    }
}

/// Whether both sides have ticked off the same figures, and whether these still stand.
public enum SettlementStanding: String, CaseIterable, Sendable {
    case open
    case oneSide = "one_side"
    case agreed
    /// What was ticked off has changed.
    case changedSince = "changed_since"

    /// - Parameters:
    ///   - guarantor: the hash that the guarantor has ticked off; nil when it hasn't.
    ///   - other: the same of the other institution.
    ///   - now: the hash of the statement as it is.
    public init(guarantor: [UInt8]?, other: [UInt8]?, now: [UInt8]) {
        let ticked = [guarantor, other].compactMap(\.self)
        if ticked.contains(where: { $0 != now }) {
            self = .changedSince
        } else {
            self = ticked.isEmpty ? .open : ticked.count == 1 ? .oneSide : .agreed
        }
    }

    public var name: Sentence {
        switch self {
        case .open: Sentence(zh: "未核对", en: "not ticked off")
        case .oneSide: Sentence(zh: "一方已核对", en: "ticked off by one side")
        case .agreed: Sentence(zh: "双方一致", en: "agreed by both")
        case .changedSince: Sentence(zh: "核对后有变动", en: "changed since")
        }
    }
}
