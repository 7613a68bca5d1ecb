import Core
import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: scrypt with its own salt and its cost beside it, so that the cost can rise
/// later.
public struct PasswordHash: Sendable {
    /// `scrypt$LOG2N$SALT$HASH`, salt and hash in base64; empty for machines, which have no password.
    let text: String

    /// How much work a guess takes; tests take little.
    public struct Cost: Sendable {
        let logRounds: Int

        /// 32 MB and about 75 ms.
        public static let standard = Cost(logRounds: 15)
        /// For tests only.
        public static let test = Cost(logRounds: 4)
    }

    init(stored text: String) { self.text = text }

    /// No password opens it.
    static let none = PasswordHash(stored: "")

    /// The hash of a new password that keeps the rule. Takes long: call it outside of a write.
    public init(new password: String, name: String, cost: Cost = .standard) throws {
        try PasswordRule.check(password, name: name)
        try self.init(password, cost: cost)
    }

    private init(_ password: String, cost: Cost) throws {
        let salt = Array(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) })
        let hash = try PasswordHash.derive(password, salt: salt, logRounds: cost.logRounds)
        text = [
            "scrypt", String(cost.logRounds), Data(salt).base64EncodedString(),
            Data(hash).base64EncodedString(),
        ].joined(separator: "$")
    }

    /// Whether it is the password; takes as long where no password is kept.
    func matches(_ password: String) throws -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "scrypt", let logRounds = Int(parts[1]),
            (1...17).contains(logRounds),
            let salt = Data(base64Encoded: String(parts[2])), let hash = Data(base64Encoded: String(parts[3]))
        else {
            _ = try PasswordHash.derive(password, salt: [UInt8](repeating: 0, count: 16), logRounds: 15)
            return false
        }
        let found = try PasswordHash.derive(password, salt: Array(salt), logRounds: logRounds)
        return areEqual(found, Array(hash))
    }

    private static func derive(_ password: String, salt: [UInt8], logRounds: Int) throws -> [UInt8] {
        // A password beyond the limit was refused when it was set; it must not cost more to refuse it now.
        let bytes = Array(password.utf8.prefix(PasswordRule.mostBytes + 1))
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << logRounds, blockSize: 8, parallelism: 1
        )
        return key.withUnsafeBytes { Array($0) }
    }
}

/// Compares secrets in a time that does not depend on where they differ.
func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
