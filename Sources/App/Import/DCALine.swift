import Core

/// One line of a JSON-lines file whose values are plain: `{"Name": "text", …}`. What breaks it is named with
/// its place, and a name that stands there twice is not passed over.
struct DCALine {
    private(set) var fields: [(name: String, value: String)] = []

    /// More names than this are no line of the list.
    static let fieldLimit = 200

    init(_ bytes: some Collection<UInt8>) throws(DCALineRefusal) {
        var scanner = DCAScanner(bytes)
        try scanner.expect("{")
        if !scanner.take("}") {
            repeat { try addField(&scanner) } while scanner.take(",")
            try scanner.expect("}", or: ",")
        }
        try scanner.expectEnd()
    }

    private mutating func addField(_ scanner: inout DCAScanner) throws(DCALineRefusal) {
        let name = try scanner.text()
        try scanner.expect(":")
        let value = try scanner.value()
        guard !fields.contains(where: { $0.name == name }) else { throw .repeatedName(name) }
        guard fields.count < DCALine.fieldLimit else { throw .tooManyNames(limit: DCALine.fieldLimit) }
        fields.append((name, value))
    }
}

/// Why a line is no flat JSON object; places are bytes counted from 1.
enum DCALineRefusal: Refusal {
    case tooLong(limit: Int)
    /// One of these signs; without any, the end of the line.
    case expected([Unicode.Scalar], place: Int)
    case notText(place: Int)
    case badEscape(place: Int)
    case nested(place: Int)
    case repeatedName(String)
    case tooManyNames(limit: Int)

    var code: String { "json_line_invalid" }

    var sentence: Sentence {
        switch self {
        case .tooLong(let limit):
            Sentence(zh: "本行超过 \(limit) 字节。", en: "The line is longer than \(limit) bytes.")
        case .expected(let signs, let place) where signs.isEmpty:
            Sentence(
                zh: "第 \(place) 字节起在 JSON 对象之后还有内容。",
                en: "From byte \(place) on there is more after the JSON object.")
        case .expected(let signs, let place):
            Sentence(
                zh: "本行不是完整的 JSON：第 \(place) 字节处应为 \(signs.map { "'\($0)'" }.joined(separator: " 或 "))。",
                en: """
                    The line is no whole JSON object: at byte \(place) there should be \
                    \(signs.map { "'\($0)'" }.joined(separator: " or ")).
                    """)
        case .notText(let place):
            Sentence(
                zh: "第 \(place) 字节起的文字不是 UTF-8，或含有控制字符。",
                en: "The text from byte \(place) on is not UTF-8, or has control characters.")
        case .badEscape(let place):
            Sentence(
                zh: "第 \(place) 字节处的转义写法不对。", en: "The escape at byte \(place) can't be read.")
        case .nested(let place):
            Sentence(
                zh: "第 \(place) 字节处不是文字或数字；值不能是列表或对象。",
                en: "At byte \(place) there is neither text nor number; a value can't be a list or an object."
            )
        case .repeatedName(let name):
            Sentence(
                zh: "键“\(name.prefix(60))”出现了两次。", en: "The key '\(name.prefix(60))' stands there twice.")
        case .tooManyNames(let limit):
            Sentence(zh: "本行的键超过 \(limit) 个。", en: "The line has more than \(limit) keys.")
        }
    }
}
