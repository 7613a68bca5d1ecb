import Core

/// A large made-up book as four CSV files, the same for the same size: for measuring imports and what
/// follows.
///
/// Each guarantee has three events on average: all are disbursed, most are repaid and released, three in a
/// hundred are claimed and compensated.
public struct GeneratedBook: Sendable {
    public let folder: String
    public let guarantees: Int

    public init(folder: String, guarantees: Int) {
        self.folder = folder
        self.guarantees = guarantees
    }

    private static let guarantors = 50
    private static let banks = 10
    private static let firstDay = Day(2012, 1, 4)!
    private static let days = 3_600

    public func path(_ table: BookTable) -> String { "\(folder)/\(table.rawValue).csv" }

    /// Writes the four files; returns how many events there are.
    public func write() throws -> Int {
        try writeInstitutions()
        try writeAgreements()
        try writeGuarantees()
        return try writeEvents()
    }

    private func writer(_ table: BookTable, _ columns: [String]) throws -> TableWriter {
        try TableWriter(path: path(table), format: .csv, columns: columns.map { TableWriter.Column($0) })
    }

    private func writeInstitutions() throws {
        let writer = try writer(.institutions, InstitutionRow.required)
        func add(_ code: String, _ kind: Institution.Kind, _ netAssets: String) throws {
            for text in [code, "\(kind.rawValue) \(code)", kind.rawValue, "city", "450100", netAssets] {
                writer.text(text)
            }
            try writer.endRow()
        }
        try add("R", .reguarantor, "9000000000000.00")
        try add("T", .treasury, "")
        for number in 0..<GeneratedBook.guarantors { try add("G\(number)", .guarantor, "100000000000.00") }
        for number in 0..<GeneratedBook.banks { try add("B\(number)", .bank, "") }
        try writer.finish()
    }

    private func writeAgreements() throws {
        let writer = try writer(.agreements, AgreementRow.required)
        for number in 0..<GeneratedBook.guarantors * GeneratedBook.banks {
            let guarantor = "G\(number % GeneratedBook.guarantors)"
            let bank = "B\(number / GeneratedBook.guarantors)"
            for text in ["A\(number)", guarantor, "R", bank, "T", "4:3:2:1", "2010-01-01", "", "0.02", ""] {
                writer.text(text)
            }
            try writer.endRow()
        }
        try writer.finish()
    }

    private func principal(_ number: Int) -> Fen { Fen.yuan(Int64(300_000 + number % 97 * 50_000)) }
    private func start(_ number: Int) -> Day {
        GeneratedBook.firstDay + number * GeneratedBook.days / guarantees
    }

    private func writeGuarantees() throws {
        let writer = try writer(.guarantees, GuaranteeRow.required)
        let divisions = Division.cities.map(\.code.description)
        for number in 0..<guarantees {
            let firm = number * 2 / 3
            let digits = String(firm)
            let organisation = String(repeating: "0", count: 8 - digits.count) + digits
            guard let place = Division.Code(divisions[firm % divisions.count]) else {
                preconditionFailure("a city")
            }
            let code = try CreditCode.make(division: place, organisation: organisation)
            let day = start(number).description
            let texts = [
                "K\(number)", "A\(number % (GeneratedBook.guarantors * GeneratedBook.banks))",
                code.description,
                "\(name(of: firm))科技有限公司", place.description, firm % 3 == 0 ? "I65" : "C35",
                "\(20 + firm % 300)",
                "\(firm % 9_000 * 10_000).00", "\(firm % 7_000 * 10_000).00", principal(number).description,
                "0.0\(10 + number % 10)", day, day, (start(number) + 365).description,
            ]
            for text in texts { writer.text(text) }
            try writer.endRow()
        }
        try writer.finish()
    }

    /// Four characters, which change as digits do.
    private func name(of firm: Int) -> String {
        var rest = firm
        var name = ""
        for _ in 0..<4 {
            name.append(GeneratedBook.characters[rest % GeneratedBook.characters.count])
            rest /= GeneratedBook.characters.count
        }
        return name
    }

    private static let characters = Array("安邦宝昌诚创达德鼎东丰福富高冠光广国海汉航豪恒宏华汇吉佳嘉健金锦京景聚凯康科蓝乐力立联龙隆美明铭宁鹏奇启千庆瑞盛泰腾")

    private struct Event {
        let day: Int32
        let guarantee: Int32
        let step: Int8
    }

    private func writeEvents() throws -> Int {
        let writer = try writer(.events, EventRow.required + EventRow.optional)
        var events: [Event] = []
        events.reserveCapacity(guarantees * 3)
        for number in 0..<guarantees {
            let steps: [Int8] =
                number % 33 == 0 ? [0, 3, 4, 5, 6, 7] : number % 10 == 0 ? [0, 1] : [0, 1, 2]
            for (place, step) in steps.enumerated() {
                let day = start(number) + (place == 0 ? 0 : 180 + place * 20)
                events.append(Event(day: day.number, guarantee: Int32(number), step: step))
            }
        }
        events.sort { ($0.day, $0.guarantee, $0.step) < ($1.day, $1.guarantee, $1.step) }
        for event in events { try write(event, writer) }
        try writer.finish()
        return events.count
    }

    private func write(_ event: Event, _ writer: TableWriter) throws {
        let number = Int(event.guarantee)
        let principal = principal(number)
        let claim = Fen(principal.fen / 2 + Int64(number % 13))
        let (word, amount) =
            switch event.step {
            case 0: ("disbursed", principal)
            case 1: ("repaid", Fen(principal.fen / 4))
            case 2: ("released", Fen.zero)
            case 3: ("claimed", claim)
            case 4: ("compensated", claim - GeneratedBook.shares.part(of: Party.bank.rawValue, in: claim))
            case 5: ("reguarantor_paid", GeneratedBook.shares.part(of: Party.reguarantor.rawValue, in: claim))
            case 6: ("treasury_paid", GeneratedBook.shares.part(of: Party.treasury.rawValue, in: claim))
            default: ("recovered", Fen(claim.fen / 3))
            }
        writer.day(Day(number: event.day))
        writer.text("K\(number)")
        writer.text(word)
        if amount.isZero { writer.empty() } else { writer.money(amount) }
        writer.text("E\(event.step)-\(number)")
        writer.empty()
        try writer.endRow()
    }

    private static let shares: Shares = {
        do { return try Shares([4, 3, 2, 1]) } catch { preconditionFailure("these are shares") }
    }()
}
