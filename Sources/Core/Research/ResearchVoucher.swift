/// One line of the auxiliary books of R&D expense: what was spent on a project, on which day, for what.
public struct ResearchVoucher: Hashable, Sendable {
    /// Unique within the firm.
    public let number: String
    public let day: Day
    /// The number of the project.
    public let project: String
    /// `ResearchKind.name`
    public let kind: String
    /// Below zero for a correction, never zero.
    public let amount: Fen
    /// What it was spent for.
    public let words: String

    /// Longest text of what it was for, in bytes.
    public static let wordsLimit = 300

    /// Where a voucher is to be entered: the project of that number, the kinds there are, what was entered
    /// before.
    public struct Place: Sendable {
        public let project: ResearchProject?
        public let kinds: [ResearchKind]
        /// The last day that is taken.
        public let today: Day

        public init(project: ResearchProject?, kinds: [ResearchKind], today: Day) {
            self.project = project
            self.kinds = kinds
            self.today = today
        }
    }

    /// A voucher that may be entered, or all that is wrong with it.
    public static func entered(
        number: String, on day: Day, project: String, kind: String, _ amount: Fen, for words: String,
        in place: Place
    ) -> (voucher: ResearchVoucher?, refusals: [ResearchRefusal]) {
        var refusals: [ResearchRefusal] = []
        if !ResearchText.isSound(number, limit: ResearchProject.numberLimit) {
            refusals.append(.numberWrong(limit: ResearchProject.numberLimit))
        }
        if !ResearchText.isSound(words, limit: wordsLimit) { refusals.append(.wordsWrong(limit: wordsLimit)) }
        if amount.isZero { refusals.append(.amountZero) }
        if day > place.today { refusals.append(.dayAhead(day, today: place.today)) }
        let known = place.kinds.first { $0.isCalled(kind) }
        if known == nil { refusals.append(.kindUnknown(kind, place.kinds)) }
        if let owner = place.project {
            if !owner.contains(day) { refusals.append(.dayOutside(day, owner)) }
            if let known, !owner.form.takes(known) { refusals.append(.kindNotOfForm(known, owner)) }
        } else {
            refusals.append(.projectUnknown(project))
        }
        guard let known, refusals.isEmpty else { return (nil, refusals) }
        let voucher = ResearchVoucher(
            number: number, day: day, project: project, kind: known.name, amount: amount, words: words)
        return (voucher, [])
    }

    /// A voucher as a row has it.
    public static func restored(
        number: String, day: Day, project: String, kind: String, amount: Fen, words: String
    ) -> ResearchVoucher {
        ResearchVoucher(
            number: number, day: day, project: project, kind: kind, amount: amount, words: words)
    }

    /// The opposite amount under a number of its own: how a voucher that was wrong is taken back.
    public func corrected(number: String, on day: Day) -> ResearchVoucher {
        ResearchVoucher(
            number: number, day: day, project: project, kind: kind, amount: -amount, words: words)
    }

    /// The sum that a project has spent in a year on a kind, with this voucher.
    ///
    /// - Parameter sum: what it has spent so far; never below zero.
    public func added(to sum: Fen) throws(ResearchRefusal) -> Fen {
        let next = sum + amount
        guard !next.isNegative else { throw .belowZero(self, sum) }
        guard next <= .limit else { throw .sumTooLarge(self) }
        return next
    }
}
