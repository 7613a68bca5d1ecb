import Core
import Crypto
import Foundation

/// The key under which telephone numbers and mail addresses lie in the database (AES-256-GCM). It is kept in
/// a file of its own: whoever has the database or a backup of it alone reads none.
struct FieldKey: Sendable {
    private let key: SymmetricKey
    /// The beginning of its digest, which each sealed text names, so that another key is recognised.
    let name: String

    private static let prefix = "sealed:"
    private static let byteCount = 32

    init() { self.init(SymmetricKey(size: .bits256)) }

    /// Reads 64 hexadecimal digits, as `text` writes them.
    init?(_ text: String) {
        let digits = Array(text.filter { !$0.isWhitespace })
        guard digits.count == FieldKey.byteCount * 2, digits.allSatisfy(\.isHexDigit) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        self.init(SymmetricKey(data: bytes))
    }

    private init(_ key: SymmetricKey) {
        self.key = key
        name = key.withUnsafeBytes { Hexadecimal.text(Array(Digest.of($0).prefix(4))) }
    }

    var text: String { key.withUnsafeBytes { Hexadecimal.text(Array($0)) } }

    /// A text as it is stored; an empty one stays empty.
    func sealed(_ text: String) throws -> String {
        guard !text.isEmpty else { return "" }
        let box = try AES.GCM.seal(Data(text.utf8), using: key)
        guard let combined = box.combined else { preconditionFailure("the nonce has its usual length") }
        return "\(FieldKey.prefix)\(name):\(combined.base64EncodedString())"
    }

    /// What was sealed; nil where it was with another key, or was changed since.
    func opened(_ stored: String) -> String? {
        guard let named = FieldKey.name(in: stored) else { return stored }
        let sealed = stored.dropFirst(FieldKey.prefix.count + named.count + 1)
        guard named == name, let data = Data(base64Encoded: String(sealed)),
            let box = try? AES.GCM.SealedBox(combined: data), let opened = try? AES.GCM.open(box, using: key)
        else { return nil }
        return String(decoding: opened, as: UTF8.self)
    }

    /// The key that a stored text needs; nil for one from before there were keys.
    static func name(in stored: String) -> String? {
        guard stored.hasPrefix(prefix) else { return nil }
        return stored.dropFirst(prefix.count).split(separator: ":").first.map(String.init)
    }
}
