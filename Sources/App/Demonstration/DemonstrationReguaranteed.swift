import Core

/// The guarantees under agreements 4:3:2:1 since May 2016. What is outstanding on the day of the reply, and
/// the fee rates weighted by principal, are made exact by the last eight of them.
struct DemonstrationReguaranteed {
    private(set) var histories: [DemonstrationHistory] = []
    private var random: SeededGenerator
    private let firms: [DemonstrationFirm]
    private let items: [DemonstrationAgreements.Item]
    private let target: Fen
    /// For each firm the day after which it may borrow.
    private let busyUntil: [Day]
    private var pool: [Int]
    private var outstanding = Fen.zero
    /// Units x (rate - 1.5%) of what is in force on the day of the reply.
    private var excess: Int64 = 0

    private static let average: Int64 = 15_000
    private static let closingCount: Int64 = 8

    /// - Parameters:
    ///   - first: the firms that must each get a guarantee.
    init(
        first: Range<Int>, guaranteed: Range<Int>, of firms: [DemonstrationFirm], busyUntil: [Day],
        _ agreements: DemonstrationAgreements, target: Fen, _ random: SeededGenerator
    ) {
        self.random = random
        self.firms = firms
        self.target = target
        self.busyUntil = busyUntil
        items = agreements.all.filter(\.isReguaranteed)
        let returning = guaranteed.dropFirst(first.count).filter {
            firms[$0].size.isSmallOrMicro && firms[$0].usualLoan <= 1_000
                && busyUntil[$0] < DemonstrationDays.day(2017, 5, 1)
        }
        pool = Array(first) + self.random.shuffled(Array(returning))
    }

    mutating func make() throws {
        try addDefaults()
        while DemonstrationUnit.units(target - outstanding) > 3_600 { try addUsual() }
        try close()
    }

    // MARK: Defaults

    private mutating func addDefaults() throws {
        typealias Recovery = DemonstrationDefault.Recovery
        // The first is where the fund is short: a small city.
        let stories: [(cities: [String?], days: Int, reguarantor: Int?, treasury: Int?, recovery: Recovery)] =
            [
                (["451200", "451300", "451400", "451100", "450600", nil], 92, 9, 7, .part),
                ([nil], 80, 8, 9, .whole),
                ([nil], 86, 26, 8, .costAfterwards), ([nil], 100, 10, 24, .part),
                ([nil], 175, nil, 10, .none),
                ([nil], 150, 9, nil, .none),
            ]
        for (place, wanted) in stories.enumerated() {
            var taken: (firm: Int, day: Day)?
            for city in wanted.cities where taken == nil {
                taken = takeFirm(in: city, from: DemonstrationDays.day(2016, 5, 30))
            }
            guard let (firm, day) = taken else { preconditionFailure("the province has too few firms") }
            let item = random.pick(candidates(for: firm, on: day))
            let terms = try terms(units: units(for: firm, item) / 2 + 30, item, day, months: 12)
            var story = DemonstrationDefault(overdueOn: terms.startsOn + wanted.days)
            story.reguarantorWorkingDays = wanted.reguarantor
            story.treasuryWorkingDays = wanted.treasury
            story.recovery = wanted.recovery
            story.isClaimedInParts = place == 1
            try add(terms, firm, item, .defaulted(story))
        }
    }

    // MARK: The usual ones

    private mutating func addUsual() throws {
        let earliest = DemonstrationDays.day(2016, 5, 25)
        guard let (firm, day) = takeFirm(in: nil, from: earliest + random.high(0...385)) else {
            preconditionFailure("the province has too few firms for what is to be outstanding")
        }
        let items = candidates(for: firm, on: day)
        let near = items.filter { $0.guarantor.institution.level == .county }
        let item = random.pick(near.isEmpty ? items : near)
        let terms = try terms(
            units: units(for: firm, item), item, day, months: random.chance(percent: 70) ? 12 : 24)
        let fates: [DemonstrationFate] = [.ordinary, .early, .extended, .late, .corrected]
        try add(
            terms, firm, item, fates[random.pick(weights: [84, 6, 5, 4, 1])],
            repaysInParts: random.chance(percent: 30))
    }

    /// The next firm that can sign on the day or a later one, and that day.
    private mutating func takeFirm(in city: String?, from day: Day) -> (firm: Int, day: Day)? {
        for place in pool.indices {
            let firm = pool[place]
            if let city, firms[firm].division.city.description != city { continue }
            var day = max(day, busyUntil[firm] + 10)
            while candidates(for: firm, on: day).isEmpty { day = day + 30 }
            guard day < DemonstrationDays.day(2017, 6, 22) else { continue }
            pool.remove(at: place)
            return (firm, day)
        }
        return nil
    }

    func candidates(for firm: Int, on day: Day) -> [DemonstrationAgreements.Item] {
        let division = firms[firm].division
        return items.filter {
            $0.agreement.isInForce(on: day)
                && ($0.treasuryDivision == division.description
                    || $0.treasuryDivision == division.city.description)
        }
    }

    private func units(for firm: Int, _ item: DemonstrationAgreements.Item) -> Int64 {
        let ceiling = item.agreement.ceilings.borrower.map(DemonstrationUnit.units) ?? 1_000
        return min(max(firms[firm].usualLoan, 30), ceiling)
    }

    /// Terms whose rate draws the average towards 1.5%.
    private mutating func terms(
        units: Int64, _ item: DemonstrationAgreements.Item, _ day: Day, months: Int, rate: Int64? = nil
    ) throws -> Guarantee.Terms {
        let contractOn = try DemonstrationDays.onOrAfter(day)
        let startsOn = try DemonstrationDays.onOrAfter(contractOn + random.number(9...14))
        let distance = Int64(random.number(0...6)) * 500
        let drawn = DemonstrationReguaranteed.average + (excess > 0 ? -distance : distance)
        let ceiling = item.agreement.ceilings.feeRate?.millionths ?? drawn
        return Guarantee.Terms(
            principal: DemonstrationUnit.fen(units), feeRate: Rate(millionths: rate ?? min(drawn, ceiling)),
            contractOn: contractOn, startsOn: startsOn,
            endsOn: DemonstrationDays.months(months, after: startsOn))
    }

    private mutating func add(
        _ terms: Guarantee.Terms, _ firm: Int, _ item: DemonstrationAgreements.Item,
        _ fate: DemonstrationFate,
        repaysInParts: Bool = false
    ) throws {
        var history = try DemonstrationHistory(terms, firm: firm, under: item, repaysInParts: repaysInParts)
        try history.live(fate, &random)
        keep(history)
    }

    private mutating func keep(_ history: DemonstrationHistory) {
        histories.append(history)
        let left = history.outstanding(on: DemonstrationDays.reply)
        guard left.isPositive else { return }
        outstanding += left
        excess += distance(history.terms)
    }

    private func distance(_ terms: Guarantee.Terms) -> Int64 {
        DemonstrationUnit.units(terms.principal)
            * (terms.feeRate.millionths - DemonstrationReguaranteed.average)
    }

    // MARK: The last eight

    /// Six bring the outstanding balance and the average near; two whose principals are neighbours in units,
    /// and so without a common divisor, bring the average to the point.
    private mutating func close() throws {
        let left = target - outstanding
        let units = (left.fen + 999_999) / 1_000_000
        let each = units / DemonstrationReguaranteed.closingCount
        var rest = units - 6 * each
        for place in 0..<6 {
            let isLonger = place == 0 && rest.isMultiple(of: 2)
            if isLonger { rest -= 1 }
            let own = each + (isLonger ? 1 : 0)
            let wanted = max(-3_000, min(3_000, -excess / own / 500 * 500))
            let surplus = place == 0 ? Fen(units * 1_000_000) - left : .zero
            try addClosing(own, rate: DemonstrationReguaranteed.average + wanted, repaying: surplus)
        }
        let smaller = rest / 2
        var second = -excess % smaller
        if second > smaller / 2 { second -= smaller } else if second < -smaller / 2 { second += smaller }
        let first = (-excess - (smaller + 1) * second) / smaller
        try addClosing(smaller, rate: DemonstrationReguaranteed.average + first)
        try addClosing(smaller + 1, rate: DemonstrationReguaranteed.average + second)
        precondition(outstanding == target && excess == 0, "the last guarantees make the figures exact")
    }

    private mutating func addClosing(_ units: Int64, rate: Int64, repaying part: Fen = .zero) throws {
        for place in pool.indices {
            let firm = pool[place]
            let day = DemonstrationDays.day(2017, 4, 10) + random.number(0...60)
            guard busyUntil[firm] < day else { continue }
            let fitting = candidates(for: firm, on: day).filter { item in
                let ceilings = item.agreement.ceilings
                return (ceilings.feeRate ?? .one).millionths >= rate
                    && (ceilings.borrower ?? .limit) >= DemonstrationUnit.fen(units)
            }
            guard !fitting.isEmpty else { continue }
            pool.remove(at: place)
            let item = random.pick(fitting)
            let terms = try terms(units: units, item, day, months: 12, rate: rate)
            var history = try DemonstrationHistory(terms, firm: firm, under: item)
            try history.begin()
            if part.isPositive {
                try history.wait(1)
                try history.record(.repaid(part))
            }
            try history.end()
            keep(history)
            return
        }
        preconditionFailure("the province has too few firms")
    }
}
