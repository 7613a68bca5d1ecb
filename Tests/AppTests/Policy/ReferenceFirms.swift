/// Made-up firms from a seed, most of them on an edge of some rule or one step beside it, some facts missing.
struct ReferenceFirms {
    private var numbers: SeededNumbers
    private let today: ReferenceDay

    init(seed: UInt64, on today: ReferenceDay) {
        numbers = SeededNumbers(seed)
        self.today = today
    }

    mutating func next() -> ReferenceFirm {
        var firm = ReferenceFirm()
        drawIdentity(&firm)
        drawYears(&firm)
        drawRights(&firm)
        drawRecognitions(&firm)
        drawScores(&firm)
        drawBooks(&firm)
        if chance(30) { mend(&firm) }
        if chance(40) { forget(&firm) }
        return firm
    }

    // MARK: Chance

    private mutating func chance(_ percent: Int) -> Bool { draw(0...99) < percent }

    private mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[draw(0...elements.count - 1)]
    }

    /// One below, at, one above; never below zero.
    private mutating func beside(_ edge: Int) -> Int { max(edge + draw(-1...1), 0) }

    /// So many percent of a whole, rounded up, or one fen or person beside it.
    private mutating func part(_ percent: Int, of whole: Int) -> Int {
        let least = (Int128(whole) * Int128(percent) + 99) / 100
        return beside(Int(least))
    }

    private mutating func flag(_ percent: Int) -> Bool { chance(percent) }

    /// Fen: an edge of a rule, anything up to a billion yuan, nothing, or the very largest.
    private mutating func money() -> Int {
        switch draw(0...19) {
        case 0: 0
        case 1: Self.largest - draw(0...1)
        case 2: draw(0...300)
        case 3..<10: beside(one(of: Self.moneyEdges))
        default: draw(0...100_000_000_000)
        }
    }

    private static let largest = 1_000_000_000_000_000
    private static let moneyEdges = Array(ReferencePolicies.sizeEdges.money).sorted() + [5_000_000_000]
    private static let peopleEdges = Array(ReferencePolicies.sizeEdges.employees).sorted() + [500]

    // MARK: The parts of a firm

    private mutating func drawIdentity(_ firm: inout ReferenceFirm) {
        firm.sizeIndustry = one(of: ReferencePolicies.sizeIndustries)
        firm.registeredOn = registration()
        firm.inRegion = flag(90)
        firm.hosted = flag(40)
        firm.manufacturer = flag(40)
        firm.exceptedIndustry = flag(15)
        let employees = chance(50) ? beside(one(of: Self.peopleEdges)) : draw(0...3000)
        firm.employees = employees
        firm.technicalStaff =
            chance(70) ? part(one(of: [5, 10, 15, 20, 25, 30]), of: employees) : draw(0...max(employees, 1))
        firm.technicalStaffPlanned = chance(50) ? beside(100_000) : draw(0...1_000_000)
    }

    /// A year ago, the ends of years, days near them, or long ago.
    private mutating func registration() -> ReferenceDay {
        let edges = [
            today.moved(-365), ReferenceDay(today.year, 1, 1), ReferenceDay(today.year - 1, 1, 1),
            ReferenceDay(today.year - 2, 1, 1), ReferenceDay(today.year - 3, 1, 1),
        ]
        guard chance(40) else { return ReferenceDay(draw(1990...today.year - 4), draw(1...12), draw(1...28)) }
        return one(of: edges).moved(draw(-1...1))
    }

    private mutating func drawYears(_ firm: inout ReferenceFirm) {
        firm.revenue = chance(50) ? growing(isSigned: false) : [money(), money(), money()]
        firm.netAssets = chance(60) ? growing(isSigned: true) : [money(), money(), money()]
        let revenue = firm.revenue.compactMap(\.self)
        firm.totalCosts = money()
        firm.totalAssets = money()
        let income = money()
        firm.totalIncome = income
        firm.hightechIncome = chance(70) ? part(60, of: income) : draw(0...max(income, 1))
        firm.rd = research(revenue, costs: firm.totalCosts ?? 0)
        firm.rdDomestic = chance(70) ? domestic(firm.rd.compactMap(\.self)) : firm.rd
        firm.transformations = [draw(0...6), draw(0...6), draw(0...6)]
    }

    /// Three years whose growth is at a step of the rule or a fen beside it; the last year first.
    private mutating func growing(isSigned: Bool) -> [Int?] {
        let sign = isSigned && chance(15) ? -1 : 1
        let first = chance(10) ? 0 : draw(1...50_000_000) * 20
        let second = chance(10) ? 0 : chance(50) ? first : first / 20 * draw(10...40)
        let percent = one(of: [0, 5, 15, 25, 35])
        guard first > 0 else { return [beside(second / 100 * (100 + percent)), second, 0] }
        // The last year that makes the rate exact: twice the growth less the first ratio, of the second year.
        let doubled = Int128(second) * (Int128(first) * Int128(200 + 2 * percent) - 100 * Int128(second))
        let last = Int(max(doubled / (100 * Int128(first)), 0))
        return [min(beside(last), Self.largest), second, first * sign]
    }

    /// R&D at an edge of its share of three years' revenue, of one year's, or of costs.
    private mutating func research(_ revenue: [Int], costs: Int) -> [Int?] {
        let (earlier, before) = (draw(0...100_000_000), draw(0...100_000_000))
        let sum = revenue.reduce(0, +)
        switch draw(0...9) {
        case 0..<4:
            let needed = part(one(of: [3, 4, 5]), of: sum)
            return [min(max(needed - earlier - before, 0), Self.largest), earlier, before]
        case 4..<6: return [part(one(of: [2, 3, 4, 5, 6]), of: revenue[0]), earlier, before]
        case 6..<8: return [part(one(of: [10, 15, 20, 25, 30]), of: costs), earlier, before]
        case 8: return [0, 0, 0]
        default: return [money(), money(), money()]
        }
    }

    private mutating func domestic(_ rd: [Int]) -> [Int?] {
        let needed = part(60, of: rd.reduce(0, +))
        let last = min(needed, rd[0])
        let earlier = min(needed - last, rd[1])
        return [last, earlier, min(needed - last - earlier, Self.largest)]
    }

    private mutating func drawRights(_ firm: inout ReferenceFirm) {
        firm.ipClass1 = chance(70) ? 0 : draw(1...3)
        firm.ipClass2 = draw(0...7)
        firm.ipOwn = flag(70)
        firm.ipCore = flag(85)
        firm.ipApplied = flag(50)
        firm.listedField = flag(85)
        firm.incident = flag(5)
        firm.dishonest = flag(5)
        firm.prohibited = flag(5)
        firm.nationalPrize = flag(5)
        firm.provincialRD = flag(10)
        firm.ledStandard = flag(10)
        firm.technologySME = flag(40)
    }

    private mutating func drawRecognitions(_ firm: inout ReferenceFirm) {
        firm.hnteTimes = chance(60) ? 0 : draw(1...4)
        guard firm.hnteTimes != 0 else { return }
        let edges = [
            ReferenceDay(today.year, 1, 1), ReferenceDay(today.year - 1, 1, 1), ReferenceDay(2016, 1, 1),
        ]
        firm.hnteRecognisedOn =
            chance(60)
            ? one(of: edges).moved(draw(-1...1)) : ReferenceDay(today.year - 1, draw(1...12), draw(1...28))
        firm.hnteUntil = chance(60) ? today.moved(draw(-1...1)) : ReferenceDay(draw(2015...2020), 12, 31)
    }

    /// All experts, none, or some of them; the total often near 70.
    private mutating func drawScores(_ firm: inout ReferenceFirm) {
        let most = [8, 8, 8, 6, 2, 30, 6, 6, 4, 4]
        guard chance(70) else { return }
        let isWhole = chance(70)
        for (name, most) in zip(ReferenceFirm.scoreNames, most) where isWhole || chance(50) {
            firm.scores[name] = chance(70) ? draw(most * 60...most * 100) : draw(0...most) * 100
        }
    }

    private mutating func drawBooks(_ firm: inout ReferenceFirm) {
        for name in ReferenceFirm.bookNames {
            firm.books[name] = chance(20) ? 0 : chance(80) ? draw(0...1_000_000_000) : money()
        }
        // Other expense, and what was spent abroad, at their limits.
        if chance(50) { firm.books["rd_other"] = beside(Int(ownExpense(firm) / 9)) }
        if chance(25) { firm.books["rd_other"] = beside(Int(ownExpense(firm) / 4)) }
        if chance(30) { firm.books["rd_commissioned_abroad"] = beside(Int(ownExpense(firm) * 5 / 6)) }
    }

    private func ownExpense(_ firm: ReferenceFirm) -> Int128 {
        let own = ReferenceFirm.bookNames.prefix(8).reduce(Int128(0)) { $0 + Int128(firm.books[$1] ?? 0) }
        return min(own, Int128(Self.largest))
    }

    /// Mends what rules a firm out, so that the rest decides, on the edge mostly.
    private mutating func mend(_ firm: inout ReferenceFirm) {
        (firm.ipCore, firm.listedField) = (true, true)
        (firm.incident, firm.dishonest, firm.prohibited) = (false, false, false)
        firm.registeredOn = chance(70) ? ReferenceDay(2005, 3, 1) : today.moved(-365)
        firm.technicalStaff = part(10, of: firm.employees ?? 0)
        firm.transformations = [draw(4...6), draw(4...6), draw(4...6)]
        let sum = firm.revenue.compactMap(\.self).reduce(0, +)
        let rd = part(one(of: [3, 4, 5]), of: sum) / 3
        firm.rd = [rd + draw(0...2), rd, rd]
        firm.rdDomestic = domestic(firm.rd.compactMap(\.self))
        firm.hightechIncome = part(60, of: firm.totalIncome ?? 0)
    }

    // MARK: What isn't known

    /// Takes one to six facts away.
    private mutating func forget(_ firm: inout ReferenceFirm) {
        for _ in 0..<draw(1...6) {
            switch draw(0...12) {
            case 0...2: forgetYear(&firm)
            case 3...4: forgetFlag(&firm)
            case 5: firm.sizeIndustry = nil
            case 6: firm.registeredOn = nil
            case 7: firm.employees = nil
            case 8: firm.technicalStaff = nil
            case 9: forgetRecognition(&firm)
            case 10: forgetMoney(&firm)
            case 11: if chance(50) { firm.ipClass1 = nil } else { firm.ipClass2 = nil }
            default: firm.books[one(of: ReferenceFirm.bookNames)] = nil
            }
        }
    }

    private mutating func forgetYear(_ firm: inout ReferenceFirm) {
        let back = draw(0...2)
        let series: [WritableKeyPath<ReferenceFirm, [Int?]>] = [
            \.revenue, \.rd, \.rdDomestic, \.netAssets, \.transformations,
        ]
        firm[keyPath: one(of: series)][back] = nil
    }

    private mutating func forgetFlag(_ firm: inout ReferenceFirm) {
        let flags: [WritableKeyPath<ReferenceFirm, Bool?>] = [
            \.ipOwn, \.ipCore, \.ipApplied, \.listedField, \.incident, \.dishonest, \.prohibited,
            \.technologySME,
            \.nationalPrize, \.provincialRD, \.ledStandard, \.inRegion, \.hosted, \.manufacturer,
            \.exceptedIndustry,
        ]
        firm[keyPath: one(of: flags)] = nil
    }

    private mutating func forgetMoney(_ firm: inout ReferenceFirm) {
        let figures: [WritableKeyPath<ReferenceFirm, Int?>] = [
            \.totalIncome, \.hightechIncome, \.totalCosts, \.totalAssets, \.technicalStaffPlanned,
        ]
        firm[keyPath: one(of: figures)] = nil
    }

    private mutating func forgetRecognition(_ firm: inout ReferenceFirm) {
        switch draw(0...2) {
        case 0: firm.hnteTimes = nil
        case 1: firm.hnteRecognisedOn = nil
        default: firm.hnteUntil = nil
        }
    }
}
