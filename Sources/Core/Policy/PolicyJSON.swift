/// JSON whose bytes follow from its content alone: members sorted by name, no blanks.
public enum PolicyJSON: Sendable {
    case null
    case flag(Bool)
    /// A decimal number as it is to be written.
    case number(String)
    case text(String)
    case list([PolicyJSON])
    case object(Members)
    /// What has been written before.
    case fragment([UInt8])

    static func titles(_ sentence: Sentence) -> PolicyJSON {
        .object(["zh": .text(sentence.zh), "en": .text(sentence.en)])
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4_096)
        write(into: &bytes)
        return bytes
    }

    /// The same, written once for all that it is to be part of.
    var written: PolicyJSON { .fragment(bytes) }

    private func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .flag(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number): bytes += number.utf8
        case .fragment(let fragment): bytes += fragment
        case .text(let text): bytes.appendJSONString(text)
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.list.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.appendJSONString(member.name)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}

extension PolicyJSON {
    /// Named values by rising name. Objects are small, so a list beats a table of hashes.
    public struct Members: Sendable, ExpressibleByDictionaryLiteral {
        fileprivate var list: [(name: String, value: PolicyJSON)] = []

        public init(dictionaryLiteral elements: (String, PolicyJSON)...) {
            list.reserveCapacity(elements.count + 3)
            for (name, value) in elements { self[name] = value }
        }

        public init(_ values: [String: PolicyJSON]) {
            list = values.map { (name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
        }

        public subscript(name: String) -> PolicyJSON? {
            get { list.first { $0.name == name }?.value }
            set {
                // Where they are given by rising name nothing moves.
                if let value = newValue, list.last.map({ $0.name < name }) ?? true {
                    list.append((name: name, value: value))
                    return
                }
                var place = list.count
                while place > 0, name < list[place - 1].name { place -= 1 }
                let isThere = place > 0 && list[place - 1].name == name
                switch (newValue, isThere) {
                case (let value?, true): list[place - 1].value = value
                case (let value?, false): list.insert((name: name, value: value), at: place)
                case (nil, true): list.remove(at: place - 1)
                case (nil, false): break
                }
            }
        }
    }
}
