import Core

/// The guarantees under the old agreements, 2014 to 2016, before they have lives: who borrows how much for
/// how long.
struct DemonstrationLoans: Sendable {
    private(set) var all: [Loan] = []
    /// For each firm the day after which it may borrow again.
    private(set) var busyUntil: [Day]
    private let firms: [DemonstrationFirm]
    private let agreements: DemonstrationAgreements

    struct Loan: Sendable {
        let firm: Int
        let item: DemonstrationAgreements.Item
        let contractOn: Day
        let startsOn: Day
        let months: Int
        let rate: Rate
        let repaysInParts: Bool
        let renews: Int?
        var units: Int64
        var fate: DemonstrationFate

        var endsOn: Day { DemonstrationDays.months(months, after: startsOn) }

        var terms: Guarantee.Terms {
            Guarantee.Terms(
                principal: DemonstrationUnit.fen(units), feeRate: rate, contractOn: contractOn,
                startsOn: startsOn,
                endsOn: endsOn)
        }

        func runs(on day: Day) -> Bool { startsOn <= day && day < endsOn }

        var isOrdinary: Bool { if case .ordinary = fate { true } else { false } }
    }

    /// - Parameter borrowers: the firms by their place in `firms`.
    init(
        _ borrowers: Range<Int>, of firms: [DemonstrationFirm], _ agreements: DemonstrationAgreements,
        _ random: inout SeededGenerator
    ) throws {
        self.firms = firms
        self.agreements = agreements
        busyUntil = Array(repeating: DemonstrationDays.first, count: firms.count)
        for firm in borrowers { try addLoans(of: firm, &random) }
        pinFates(&random)
    }

    /// A firm borrows, and often again when the loan has ended.
    private mutating func addLoans(of firm: Int, _ random: inout SeededGenerator) throws {
        let guarantor = guarantor(of: firms[firm], &random)
        let spans = [(2014, 1, 359), (2015, 1, 359), (2016, 1, 110), (2016, 5, 200)]
        let span = spans[random.pick(weights: [50, 41, 7, 2])]
        var contractOn = DemonstrationDays.day(span.0, span.1, 2) + random.number(0...span.2)
        var renews: Int?
        repeat {
            let loan = try loan(of: firm, guarantor, contractOn, renews: renews, &random)
            all.append(loan)
            busyUntil[firm] = loan.endsOn + 20
            renews = all.count - 1
            contractOn = loan.endsOn + random.number(9...26)
            switch loan.fate {
            case .defaulted: busyUntil[firm] = DemonstrationDays.day(2030, 1, 1)
            case .extended: busyUntil[firm] = loan.endsOn + 200
            case .late: busyUntil[firm] = loan.endsOn + 60
            case .ordinary, .early, .corrected, .overdue:
                if contractOn < DemonstrationDays.day(2016, 12, 12), random.chance(percent: 45) { continue }
            }
            return
        } while true
    }

    private func guarantor(of firm: DemonstrationFirm, _ random: inout SeededGenerator) -> String {
        let old = ["450881", "450923", "450521"]
        if old.contains(firm.division.description) { return firm.division.description }
        let city = firm.division.city.description
        let hasOwn = agreements.all.contains { $0.guarantor.isOld && $0.guarantor.tag == city }
        return hasOwn && random.chance(percent: 60) ? city : "GX1"
    }

    private func loan(
        of firm: Int, _ guarantor: String, _ day: Day, renews: Int?, _ random: inout SeededGenerator
    ) throws -> Loan {
        let contractOn = try DemonstrationDays.onOrAfter(day)
        let startsOn = try DemonstrationDays.onOrAfter(contractOn + random.number(9...15))
        let items = agreements.all.filter {
            $0.guarantor.tag == guarantor && !$0.isReguaranteed && $0.agreement.isInForce(on: contractOn)
        }
        let months = [12, 24, 36][random.pick(weights: [17, 42, 41])]
        return Loan(
            firm: firm, item: random.pick(items), contractOn: contractOn, startsOn: startsOn, months: months,
            rate: Rate(millionths: Int64(random.number(20...40)) * 500),
            repaysInParts: random.chance(percent: 22),
            renews: renews, units: firms[firm].usualLoan * Int64(random.number(80...125)) / 100,
            fate: fate(startsOn, months, &random))
    }

    private func fate(_ startsOn: Day, _ months: Int, _ random: inout SeededGenerator) -> DemonstrationFate {
        switch random.number(1...1_000) {
        case ...15:
            var story = DemonstrationDefault(overdueOn: startsOn + months * random.number(9...28))
            story.isClaimedInParts = random.chance(percent: 15)
            story.isCompensatedInParts = random.chance(percent: 20)
            story.treasuryWorkingDays = random.number(5...30)
            story.reguarantorWorkingDays = random.number(5...14)
            story.recovery =
                DemonstrationDefault.Recovery.allCases[random.pick(weights: [30, 42, 9, 1, 7, 11])]
            return .defaulted(story)
        case ...90: return .early
        case ...130: return .extended
        case ...165: return .late
        case ...170: return .corrected
        default: return .ordinary
        }
    }

    /// Sees to it that every way of a default is there, and some that are open on the day of the reply.
    private mutating func pinFates(_ random: inout SeededGenerator) {
        let reply = DemonstrationDays.reply
        let running = all.indices.filter {
            all[$0].isOrdinary && all[$0].startsOn < reply + -300 && all[$0].endsOn > reply + 60
        }
        let open: [(stop: DemonstrationDefault.Stop, daysAgo: Int)] = [
            (.claim, 52), (.claim, 48), (.firstCompensation, 84), (.compensation, 95), (.compensation, 110),
        ]
        for (index, pinned) in zip(running, open) {
            var story = DemonstrationDefault(overdueOn: reply + -pinned.daysAgo)
            story.stopsAfter = pinned.stop
            story.isCompensatedInParts = pinned.stop == .firstCompensation
            all[index].fate = .defaulted(story)
        }
        for index in running.dropFirst(open.count).prefix(5) { all[index].fate = .overdue }
        let early = all.indices.filter {
            all[$0].isOrdinary && all[$0].startsOn < DemonstrationDays.day(2015, 2, 1)
        }
        for (index, recovery) in zip(early, DemonstrationDefault.Recovery.allCases) {
            var story = DemonstrationDefault(overdueOn: all[index].startsOn + 190)
            story.isClaimedInParts = recovery == .part
            story.isCompensatedInParts = recovery == .whole
            story.recovery = recovery
            all[index].fate = .defaulted(story)
            busyUntil[all[index].firm] = DemonstrationDays.day(2030, 1, 1)
        }
        for index in early.dropFirst(6).prefix(2) { all[index].fate = .corrected }
    }
}

// Sizes.
extension DemonstrationLoans {
    /// Makes the loans add up to a total, none above its ceiling.
    mutating func scale(to total: Int64, ceilings: (Loan) -> Int64) {
        let smallest: Int64 = 30
        let bounds = all.map { max(ceilings($0), smallest) }
        for _ in 0..<12 {
            let sum = all.reduce(Int128(0)) { $0 + Int128($1.units) }
            for index in all.indices {
                let scaled = Int64(Int128(all[index].units) * Int128(total) / sum)
                all[index].units = min(max(scaled, smallest), bounds[index])
            }
        }
        var left = total - all.reduce(0) { $0 + $1.units }
        while left != 0 {
            let before = left
            for index in all.indices where left != 0 {
                let units = min(max(all[index].units + left.signum(), smallest), bounds[index])
                left -= units - all[index].units
                all[index].units = units
            }
            precondition(left != before, "the loans are too small for the total")
        }
    }
}
