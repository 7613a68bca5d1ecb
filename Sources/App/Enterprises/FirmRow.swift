import Core

/// A row of a table of firms: who it is, and what is told of it.
struct FirmRow: Sendable {
    let creditCode: String
    let name: String
    /// By `FirmFact.place`.
    let values: [FirmFactValue?]
}

/// Reads rows of firms out of a table whose columns are known.
struct FirmRowReader {
    static let required = ["credit_code", "name"]
    static let optional = FirmFact.all.map(\.name)

    private let codePlace: Int
    private let namePlace: Int
    private let places: [(fact: FirmFact, column: Int)]

    init(_ columns: TableColumns) {
        codePlace = columns["credit_code"]
        namePlace = columns["name"]
        places = FirmFact.all.compactMap { fact in columns[optional: fact.name].map { (fact, $0) } }
    }

    /// The row, or all that is wrong with it.
    func read(_ row: TableRow) -> (row: FirmRow?, reasons: [Sentence]) {
        guard row.problems.isEmpty else { return (nil, []) }
        var reasons: [Sentence] = []
        let code = trimmedBytes(row[codePlace].bytes).text
        var creditCode = ""
        do { creditCode = try CreditCode(code).description } catch { reasons.append(error.sentence) }
        let name = trimmedBytes(row[namePlace].bytes)
        if name.isEmpty || name.bytes.count > 300 || name.bytes.contains(where: { $0 < 32 }) {
            reasons.append(FirmRowReader.refusal("name", name.text, FirmRowReader.wantedName))
        }
        var values = [FirmFactValue?](repeating: nil, count: FirmFact.all.count)
        for (fact, column) in places {
            let field = trimmedBytes(row[column].bytes)
            if field.isEmpty { continue }
            if let value = FirmRowReader.value(field, of: fact.kind) {
                values[fact.place] = value
            } else {
                reasons.append(
                    FirmRowReader.refusal(fact.name, field.text, FirmRowReader.wanted(fact.kind)))
            }
        }
        guard reasons.isEmpty else { return (nil, reasons) }
        return (FirmRow(creditCode: creditCode, name: name.text, values: values), [])
    }

    /// The largest count.
    private static let mostThings: Int64 = 1_000_000_000

    static func value(_ field: Field, of kind: FirmFact.Kind) -> FirmFactValue? {
        switch kind {
        case .money(let mayBeNegative):
            guard let amount = Fen(yuanASCII: field.bytes), mayBeNegative || !amount.isNegative else {
                return nil
            }
            return .number(amount.fen)
        case .count:
            guard let count = digits(field.bytes), count <= mostThings else { return nil }
            return .number(count)
        case .points(let most):
            // Points have hundredths as yuan have fen.
            guard let points = Fen(yuanASCII: field.bytes), (0...most * 100).contains(points.fen) else {
                return nil
            }
            return .number(points.fen)
        case .day: return Day(ascii: field.bytes).map { .number(Int64($0.number)) }
        case .flag: return flag(field.text).map { .number($0) }
        case .division: return Division.Code(field.text).map { .text($0.description) }
        case .industry: return (try? IndustryCode(field.text)).map { .text($0.description) }
        case .sizeIndustry: return SizeIndustry(word: field.text).map { .text($0.word) }
        case .text:
            let isSound = field.bytes.count <= 300 && !field.bytes.contains { $0 < 32 }
            return isSound ? .text(field.text) : nil
        }
    }

    private static func digits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard (1...10).contains(bytes.count) else { return nil }
        var number: Int64 = 0
        for byte in bytes {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - 48)
        }
        return number
    }

    private static func flag(_ text: String) -> Int64? {
        switch text.lowercased() {
        case "true", "yes", "1", "是": 1
        case "false", "no", "0", "否": 0
        default: nil
        }
    }

    private static func refusal(_ name: String, _ text: String, _ wanted: Sentence) -> Sentence {
        let shown = String(text.prefix(60))
        return Sentence(zh: "\(name)“\(shown)”\(wanted.zh)", en: "\(name) '\(shown)' \(wanted.en)")
    }

    private static let wantedName = Sentence(
        zh: "应为企业名称，最多 100 个汉字", en: "must be the name of the firm, at most 300 bytes")

    private static func wanted(_ kind: FirmFact.Kind) -> Sentence {
        switch kind {
        case .money(let mayBeNegative):
            Sentence(
                zh: "应为元，最多两位小数，不超过 10 万亿" + (mayBeNegative ? "" : "，不小于 0"),
                en: "must be yuan with at most two decimals, at most 10 trillion"
                    + (mayBeNegative ? "" : ", not below 0"))
        case .count: Sentence(zh: "应为 0 至 10 亿的整数", en: "must be a whole number from 0 to a billion")
        case .points(let most):
            Sentence(zh: "应为 0 至 \(most) 分，最多两位小数", en: "must be 0 to \(most) points, at most two decimals")
        case .day: Sentence(zh: "应为存在的日期，例如 2017-07-19", en: "must be a day such as 2017-07-19")
        case .flag: Sentence(zh: "应为 true 或 false", en: "must be true or false")
        case .division: Sentence(zh: "应为六位行政区划代码", en: "must be a division code of six digits")
        case .industry:
            Sentence(zh: "应为 GB/T 4754-2017 行业代码，例如 I65", en: "must be an industry code such as I65")
        case .sizeIndustry:
            Sentence(
                zh: "应为以下之一：" + SizeIndustry.allCases.map(\.word).joined(separator: "、"),
                en: "must be one of " + SizeIndustry.allCases.map(\.word).joined(separator: ", "))
        case .text: Sentence(zh: "过长或含有控制字符", en: "is too long or has control characters")
        }
    }
}
