/// Names and values of an address or a form, decoded; the first value of a name counts where one is asked
/// for.
struct Query: Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    /// More would be an attack.
    private static let mostPairs = 500

    init() {}

    /// Reads `a=1&b=%E4%B8%AD`; nil when it is not that, or not UTF-8.
    init?(encoded text: some StringProtocol) {
        for piece in text.split(separator: "&") {
            guard pairs.count < Query.mostPairs else { return nil }
            let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decode(halves[0], isForm: true),
                let value = PercentText.decode(halves.count > 1 ? halves[1] : "", isForm: true)
            else { return nil }
            pairs.append((name, value))
        }
    }

    subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    mutating func append(_ name: String, _ value: String) { pairs.append((name, value)) }

    /// The same with another value of a name; nil takes the name away.
    func setting(_ name: String, _ value: String?) -> Query {
        var copy = self
        copy.pairs.removeAll { $0.name == name }
        if let value { copy.pairs.append((name, value)) }
        return copy
    }

    /// The same without names that have no value.
    var withoutEmpty: Query {
        guard pairs.contains(where: { $0.value.isEmpty }) else { return self }
        var copy = self
        copy.pairs.removeAll { $0.value.isEmpty }
        return copy
    }

    /// `?a=1&b=2`; empty when there is nothing.
    var text: String {
        guard !pairs.isEmpty else { return "" }
        let pieces = pairs.map { PercentText.encode($0.name) + "=" + PercentText.encode($0.value) }
        return "?" + pieces.joined(separator: "&")
    }
}

/// Percent-encoding of addresses (RFC 3986).
enum PercentText {
    /// The text with all but unreserved characters encoded.
    static func encode(_ text: some StringProtocol) -> String {
        if text.utf8.allSatisfy(isPlain) { return String(text) }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) { bytes.append(byte); continue }
            bytes.append(37)
            bytes.append(hex(byte >> 4))
            bytes.append(hex(byte & 15))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil for a `%` without two digits behind it, for what is not UTF-8, and for a zero byte.
    static func decode(_ text: some StringProtocol, isForm: Bool = false) -> String? {
        if !text.utf8.contains(where: { $0 == 37 || $0 == 0 || (isForm && $0 == 43) }) { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 37:
                guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value)
                else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case 43 where isForm: bytes.append(32)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether a byte stands for itself everywhere in an address.
    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: true
        default: false
        }
    }

    static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 55 + digit }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
