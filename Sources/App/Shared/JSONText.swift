/// A flat JSON object written field by field; used for the audit log and for what commands print line by line.
struct JSONText {
    private var body = ""

    mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        body += "\""
        JSONText.escape(value, into: &body)
        body += "\""
    }

    mutating func add(_ name: StaticString, _ value: Int64) {
        begin(name)
        body += String(value)
    }

    private mutating func begin(_ name: StaticString) {
        body += body.isEmpty ? "\"" : ",\""
        name.withUTF8Buffer { body += String(decoding: $0, as: UTF8.self) }
        body += "\":"
    }

    var text: String { "{\(body)}" }
    var isEmpty: Bool { body.isEmpty }

    static func escape(_ value: String, into text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\u{0}"..<" ":
                let code = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
