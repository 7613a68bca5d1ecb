import Core
import Foundation

/// A JSON value: what the API takes and gives. Members keep their order.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Int64)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: JSON
    }

    /// Members by name, in the order written; values that are nil are left out.
    static func members(_ pairs: KeyValuePairs<String, JSON?>) -> JSON {
        .object(pairs.compactMap { pair in pair.value.map { Member(name: pair.key, value: $0) } })
    }

    static func text(_ sentence: Sentence) -> JSON {
        .members(["zh": .string(sentence.zh), "en": .string(sentence.en)])
    }

    /// Yuan with two decimals as a string, so that nobody reads it as a binary fraction.
    static func money(_ amount: Fen) -> JSON { .string(amount.description) }
    static func day(_ day: Day?) -> JSON { day.map { .string($0.description) } ?? .null }
    static func rate(_ rate: Rate?) -> JSON { rate.map { .string($0.description) } ?? .null }

    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return bytes
    }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let value): bytes += String(value).utf8
        case .string(let text): bytes.appendJSONString(text)
        case .array(let values): JSON.write(values, "[", "]", into: &bytes) { $0.write(into: &$1) }
        case .object(let members):
            JSON.write(members, "{", "}", into: &bytes) { member, bytes in
                bytes.appendJSONString(member.name)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, into bytes: inout [UInt8],
        _ each: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            each(element, &bytes)
        }
        bytes.append(UInt8(ascii: close))
    }
}

extension JSON {
    /// Reads what a machine has sent; nil when it is not JSON. Numbers that are not whole become text.
    init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        else {
            return nil
        }
        self.init(foundation: value)
    }

    private init(foundation value: Any) {
        switch value {
        case let text as String: self = .string(text)
        case let number as NSNumber: self = JSON.number(number)
        case let list as [Any]: self = .array(list.map(JSON.init(foundation:)))
        case let object as [String: Any]:
            self = .object(
                object.sorted { $0.key < $1.key }.map {
                    Member(name: $0.key, value: JSON(foundation: $0.value))
                })
        default: self = .null
        }
    }

    private static func number(_ number: NSNumber) -> JSON {
        // Foundation keeps true and false as numbers of one character.
        if String(cString: number.objCType) == "c" { return .bool(number.boolValue) }
        return Int64(exactly: number).map(JSON.number) ?? .string(number.stringValue)
    }
}
