import Core

/// What the guarantors of the demonstration province enter for their monthly forms: figures that fit their
/// net assets, fees and balances, from the seed.
struct DemonstrationEntries {
    private(set) var acts: [DemonstrationAct] = []
    private let institutions: DemonstrationInstitutions
    private let worth: DemonstrationWorth
    /// By the place of the guarantor: fees with their days.
    private var fees: [Int: [(day: Day, amount: Fen)]] = [:]
    /// By the place of the guarantor: its guarantees.
    private var histories: [Int: [DemonstrationHistory]] = [:]

    /// The months that have been entered: those of which the forms of June and of the year before speak, and
    /// since the new year every month.
    private static let months = [(2015, 12), (2016, 6), (2016, 12)] + (1...6).map { (2017, $0) }

    init(
        _ institutions: DemonstrationInstitutions, _ worth: DemonstrationWorth,
        _ all: [DemonstrationHistory], _ random: SeededGenerator
    ) throws {
        self.institutions = institutions
        self.worth = worth
        for history in all {
            let place = Int(history.agreement.agreement.guarantor.number) - 1
            histories[place, default: []].append(history)
            for act in history.acts {
                guard case .event(.feePaid(let amount), _) = act.deed else { continue }
                fees[place, default: []].append((act.day, amount))
            }
        }
        var random = random
        for place in institutions.all.indices where institutions.all[place].institution.kind == .guarantor {
            let habits = Habits(institutions.all[place].institution.level, &random)
            for (year, number) in Self.months {
                guard let month = FormMonth(year, number), institutions.all[place].since <= month.last else {
                    continue
                }
                acts.append(
                    DemonstrationAct(
                        day: try DemonstrationDays.onOrAfter(month.last + 10),
                        deed: .monthlyEntries(place, month, try entries(of: place, month, habits))))
            }
        }
    }

    /// What stays the same for a guarantor from month to month.
    private struct Habits {
        /// Hundredths of the paid-in capital.
        let stateCapital: Int64
        /// Hundredths of the operating income.
        let profit: Int64
        let staff: Int64
        let telephone: String

        init(_ level: Institution.Level, _ random: inout SeededGenerator) {
            stateCapital = level == .region ? 100 : Int64(random.number(12...20) * 5)
            profit = Int64(random.number(22...38))
            switch level {
            case .region: staff = Int64(random.number(60...95))
            case .city: staff = Int64(random.number(22...45))
            case .county: staff = Int64(random.number(8...16))
            }
            telephone = "0771-000\(random.number(1_000...9_999))"
        }
    }

    private func entries(
        of place: Int, _ month: FormMonth, _ habits: Habits
    ) throws -> [MonthlyFormEntry] {
        let netAssets = stated(place, until: month.last)
        let capital = contributed(place, until: month.last)
        let income = income(of: place, month)
        let balance = histories[place, default: []].map { $0.outstanding(on: month.last) }.sum()
        let state = units(capital, habits.stateCapital, of: 100)
        let reserves = [
            units(balance, 1, of: 100), units(income, 45, of: 100), units(netAssets, 1, of: 100),
        ]
        let investments = [units(netAssets, 3, of: 100), units(netAssets, 5, of: 100)]
        let staff = habits.staff + Int64(month.year - 2015)
        let graduates = staff / 6
        var values: [(String, Int64)] = [
            ("1", capital.fen), ("2", capital.fen), ("2.1", state.fen), ("2.2", (capital - state).fen),
            ("2.3", 0), ("3", (netAssets + units(netAssets, 18, of: 100)).fen), ("10", income.fen),
            ("11", units(income, habits.profit, of: 100).fen), ("12", units(income, 12, of: 100).fen),
            ("21", reserves.sum().fen), ("22", investments.sum().fen), ("23", staff), ("23.1", graduates),
            ("23.2", staff / 2), ("23.3", staff - graduates - staff / 2),
        ]
        values += zip(["21.1", "21.2", "21.3"], reserves.map(\.fen))
        values += zip(["22.1", "22.2"], investments.map(\.fen))
        let rows = try values.map { number, value in
            let unit = MonthlyFormRow.find(number)?.unit
            return try MonthlyFormEntry(row: number, value: unit?.text(value) ?? "")
        }
        return rows + [.checkedBy("示例审核人"), .telephone(habits.telephone)]
    }

    /// Somewhat more than the fees of the year so far.
    private func income(of place: Int, _ month: FormMonth) -> Fen {
        let received = fees[place, default: []].filter { $0.day > month.beforeYear && $0.day <= month.last }
        return units(received.map(\.amount).sum(), 107, of: 100)
            + DemonstrationUnit.fen(Int64(month.month * 4))
    }

    /// The part of an amount in whole units of 10,000 yuan.
    private func units(_ amount: Fen, _ part: Int64, of whole: Int64) -> Fen {
        DemonstrationUnit.fen(DemonstrationUnit.units(Fen(amount.fen / whole * part)))
    }

    private func stated(_ place: Int, until day: Day) -> Fen {
        var amount = Fen.zero
        var latest: Day?
        for act in worth.acts where act.day <= day {
            guard case .worth(place, let stated) = act.deed, latest.map({ act.day >= $0 }) ?? true else {
                continue
            }
            (amount, latest) = (stated, act.day)
        }
        return amount
    }

    private func contributed(_ place: Int, until day: Day) -> Fen {
        worth.acts.reduce(.zero) { sum, act in
            guard act.day <= day, case .capital(place, let amount) = act.deed else { return sum }
            return sum + amount
        }
    }
}
