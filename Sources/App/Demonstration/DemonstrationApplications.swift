import Core

/// Applications that are declined, withdrawn, or still under way on the day of the reply.
struct DemonstrationApplications {
    private(set) var histories: [DemonstrationHistory] = []
    private let firms: [DemonstrationFirm]
    private var free: [Int]
    private let reguaranteed: DemonstrationReguaranteed
    private var random: SeededGenerator

    init(
        firms free: Range<Int>, of firms: [DemonstrationFirm], _ reguaranteed: DemonstrationReguaranteed,
        _ random: SeededGenerator
    ) {
        self.firms = firms
        self.free = Array(free)
        self.reguaranteed = reguaranteed
        self.random = random
    }

    /// - Parameter divisor: above 1 there are few of each kind.
    mutating func make(divisor: Int64) throws {
        let heldUp = heldUp
        func few(_ count: Int) -> Int { divisor == 1 ? count : (count + 3) / 4 }
        // Days from the reply to the contract: the further away, the earlier the state on that day.
        let underWay: [(days: ClosedRange<Int>, count: Int)] = [
            (40...41, 8), (36...37, 4), (24...31, 7), (6...17, 6), (-1 ... -1, 3), (-8 ... -7, 4),
        ]
        for (days, count) in underWay {
            for _ in 0..<few(count) {
                try addUnderWay(DemonstrationDays.reply + random.number(days), besides: heldUp)
            }
        }
        if let agreement = heldUp.last {
            for _ in 0..<2 { try addHeldUp(agreement) }
        }
        for place in 0..<few(24) { try addDeclined(after: [.accept, .startDueDiligence, nil][place % 3]) }
        for place in 0..<few(20) {
            try addWithdrawn(after: [.accept, .approve, .contract, .file, nil][place % 5])
        }
    }

    /// Agreements that had a compensation in the year of the reply, so that the stop-loss holds filings up.
    private var heldUp: [DemonstrationAgreements.Item] {
        reguaranteed.histories.filter { history in
            history.acts.contains { act in
                guard case .event(.compensated, _) = act.deed else { return false }
                return act.day.year == DemonstrationDays.reply.year && act.day < DemonstrationDays.reply + -10
            }
        }.map(\.agreement)
    }

    private mutating func addUnderWay(_ contractOn: Day, besides heldUp: [DemonstrationAgreements.Item])
        throws
    {
        let firm = free.removeFirst()
        let numbers = heldUp.map(\.terms.number)
        let items = reguaranteed.candidates(for: firm, on: contractOn).filter {
            !numbers.contains($0.terms.number)
        }
        guard !items.isEmpty else { return try addUnderWay(contractOn, besides: heldUp) }
        var history = try history(of: firm, random.pick(items), contractOn)
        try history.live(.ordinary, &random)
        histories.append(history)
    }

    private mutating func addHeldUp(_ item: DemonstrationAgreements.Item) throws {
        var history = try history(of: free.removeFirst(), item, DemonstrationDays.reply + -6)
        try history.live(.ordinary, &random)
        histories.append(history)
    }

    private mutating func addDeclined(after last: GuaranteeStep?) throws {
        var history = try someday()
        if let last { try history.file(until: last) }
        try history.wait(3)
        try history.take(.decline, because: random.pick(DemonstrationNames.reasonsToDecline))
        histories.append(history)
    }

    private mutating func addWithdrawn(after last: GuaranteeStep?) throws {
        var history = try someday()
        if let last { try history.file(until: last) }
        try history.wait(2)
        let isPaid = last == .contract
        let fee = history.guarantee.wholeFee
        if isPaid { try history.record(.feePaid(fee)) }
        try history.wait(3)
        try history.take(.withdraw, because: random.pick(DemonstrationNames.reasonsToWithdraw))
        if isPaid { try history.record(.feeRefunded(fee), because: "未放款，全额退还担保费") }
        histories.append(history)
    }

    /// An application of a further firm in the year before the reply.
    private mutating func someday() throws -> DemonstrationHistory {
        let day = DemonstrationDays.day(2016, 12, 5) + random.number(0...180)
        let firm = free.removeFirst()
        return try history(of: firm, random.pick(reguaranteed.candidates(for: firm, on: day)), day)
    }

    private mutating func history(
        of firm: Int, _ item: DemonstrationAgreements.Item, _ day: Day
    ) throws -> DemonstrationHistory {
        let contractOn = try DemonstrationDays.onOrAfter(day)
        let startsOn = try DemonstrationDays.onOrAfter(contractOn + random.number(11...16))
        let units = min(max(firms[firm].usualLoan, 30), 500)
        return try DemonstrationHistory(
            Guarantee.Terms(
                principal: DemonstrationUnit.fen(units), feeRate: Rate(millionths: 15_000),
                contractOn: contractOn,
                startsOn: startsOn, endsOn: DemonstrationDays.months(12, after: startsOn)),
            firm: firm, under: item)
    }
}
