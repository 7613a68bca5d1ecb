import Core
import Crypto

/// A random word that opens something: a session or the platform's API. Only its hash is kept.
public struct Secret: Sendable {
    /// 256 random bits in 43 letters, digits, `-` and `_`.
    public let text: String

    public init() {
        text = Secret.word(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    /// One that came from outside; nil when it can't be one of ours.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count == 43 else { return nil }
        self.text = String(text)
    }

    /// A first password for someone; chance must not put their name into it, which the rule forbids.
    public static func password(for name: String) -> String {
        let tries = (0..<100).lazy.map { _ in String(Secret().text.prefix(16)) }
        return tries.first { (try? PasswordRule.check($0, name: name)) != nil } ?? Secret().text
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// A word that only the holder of the secret can be shown, such as the one in a form.
    func derived(_ purpose: String) -> String {
        let key = SymmetricKey(data: Array(text.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: key)
        return Secret.word(Array(code))
    }

    private static func word(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(44)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for place in 0...group.count { text.append(digits[bits >> (18 - 6 * place) & 63]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Base64 for addresses (RFC 4648 section 5).
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
