import Core

/// Reads the fields of one row by column name and collects all that is wrong with them.
struct FieldReader {
    private let row: TableRow
    private let columns: TableColumns
    private let lastDay: Day?
    private let isCSV: Bool
    private(set) var reasons: [Sentence] = []

    /// - Parameter isCSV: whether texts may have been guarded against formulas, as exports do.
    init(_ row: TableRow, _ columns: TableColumns, lastDay: Day? = nil, isCSV: Bool = false) {
        self.lastDay = lastDay
        self.isCSV = isCSV
        self.row = row
        self.columns = columns
    }

    func isEmpty(_ name: String) -> Bool { field(name).isEmpty }

    /// A text that must be there, of at most so many bytes; without blanks around it, which nobody sees.
    mutating func text(_ name: String, limit: Int = 300) -> String {
        let field = plain(field(name)).trimmed
        guard !field.isEmpty else {
            refuse(name, zh: "不能为空", en: "must not be empty")
            return ""
        }
        guard field.bytes.count <= limit, !field.bytes.contains(where: { $0 < 32 }) else {
            refuse(
                name, zh: "过长或含有控制字符(最多 \(limit) 字节)",
                en: "is too long or has control characters (\(limit) bytes at most)")
            return ""
        }
        return field.text
    }

    func optionalText(_ name: String) -> String? {
        let field = plain(field(name)).trimmed
        return field.isEmpty ? nil : field.text
    }

    /// Yuan with at most two decimals.
    mutating func money(_ name: String) -> Fen {
        if let amount = Fen(yuanASCII: field(name).bytes) { return amount }
        refuse(
            name, zh: "应为元，最多两位小数，不超过 10 万亿，例如 1234.50",
            en: "must be yuan with at most two decimals, at most 10 trillion, such as 1234.50")
        return .zero
    }

    mutating func optionalMoney(_ name: String) -> Fen? { isEmpty(name) ? nil : money(name) }

    mutating func rate(_ name: String) -> Rate {
        if let rate = Rate(field(name).text) { return rate }
        refuse(
            name, zh: "应为小数或百分数，例如 0.015 或 1.5%",
            en: "must be a decimal or a percentage, such as 0.015 or 1.5%")
        return .zero
    }

    mutating func optionalRate(_ name: String) -> Rate? { isEmpty(name) ? nil : rate(name) }

    mutating func day(_ name: String) -> Day {
        if let day = Day(ascii: field(name).bytes) { return day }
        refuse(name, zh: "应为存在的日期，例如 2017-07-19", en: "must be a day that exists, such as 2017-07-19")
        return Day(number: 0)
    }

    /// A day on which something has happened.
    mutating func pastDay(_ name: String) -> Day {
        let day = day(name)
        do throws(DayAhead) { try DayAhead.check(day, lastDay) } catch { refuse(error) }
        return day
    }

    mutating func optionalDay(_ name: String) -> Day? { isEmpty(name) ? nil : day(name) }

    /// A whole number that is not negative.
    mutating func count(_ name: String) -> Int64 {
        if let count = Int64(field(name).text), (0...1_000_000_000).contains(count) { return count }
        refuse(name, zh: "应为不小于 0 的整数", en: "must be a whole number from 0 on")
        return 0
    }

    /// The six digits of a division; `000000` says that there is none.
    mutating func division(_ name: String) -> String {
        let text = text(name, limit: 6)
        let code = Division.Code(text)
        if code == nil {
            refuse(
                name, zh: "应为六位行政区划代码，例如 450100",
                en: "must be a division code of six digits, such as 450100")
        } else if let code, !code.mayBeGiven, text != FieldReader.noDivision {
            refuse(
                name, zh: "不是行政区划代码：没有这个省份或城市，例如 450100 是南宁市",
                en: "is no division: there is no such province or city; 450100 is Nanning, for example")
        }
        return text
    }

    static let noDivision = "000000"

    mutating func flag(_ name: String) -> Bool {
        switch optionalText(name) {
        case nil, "false", "no", "0", "否": return false
        case "true", "yes", "1", "是": return true
        default:
            refuse(name, zh: "应为 true 或 false", en: "must be true or false")
            return false
        }
    }

    /// One of the words of an enum.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type) -> Word?
    where Word.RawValue == String {
        if let word = Word(rawValue: field(name).text) { return word }
        let words = Word.allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: ", ")
        refuse(name, zh: "应为以下之一：\(words)", en: "must be one of \(words)")
        return nil
    }

    mutating func optionalWord<Word: RawRepresentable & CaseIterable>(_ name: String, _: Word.Type) -> Word?
    where Word.RawValue == String {
        isEmpty(name) ? nil : word(name, Word.self)
    }

    mutating func refuse(_ name: String, zh: String, en: String) {
        let text = String(field(name).text.prefix(60))
        reasons.append(Sentence(zh: "\(name)“\(text)”\(zh)", en: "\(name) '\(text)' \(en)"))
    }

    mutating func refuse(_ refusal: some Refusal) { reasons.append(refusal.sentence) }

    private func field(_ name: String) -> Field { row[columns[optional: name]] }

    /// A text without the guard against formulas.
    private func plain(_ field: Field) -> Field {
        guard isCSV, isGuarded(field.bytes) else { return field }
        return Field(bytes: UnsafeBufferPointer(rebasing: field.bytes[1...]))
    }
}
