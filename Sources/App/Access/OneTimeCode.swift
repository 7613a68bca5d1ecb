import Crypto
import Foundation
import Storage

/// The six digits of an authenticator (TOTP, RFC 6238: SHA-1, 30 seconds).
enum OneTimeCode {
    static let stepSeconds: Int64 = 30
    /// Steps before and after the present one that are taken too, for clocks that are not quite right.
    static let tolerance: Int64 = 1

    static func digits(_ secret: [UInt8], step: Int64) -> String {
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let code = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(code[19] & 0x0F)
        let number = code[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - text.count) + text
    }

    /// The step whose digits these are; nil for wrong ones.
    static func step(of digits: String, _ secret: [UInt8], at milliseconds: Int64) -> Int64? {
        let present = milliseconds / 1_000 / stepSeconds
        return (present - tolerance...present + tolerance).first {
            areEqual(Array(OneTimeCode.digits(secret, step: $0).utf8), Array(digits.utf8))
        }
    }

    /// As long as the hash, as RFC 4226 advises.
    static let secretBytes = 20

    static func newSecret() -> [UInt8] {
        SymmetricKey(size: .init(bitCount: secretBytes * 8)).withUnsafeBytes { Array($0) }
    }

    /// The secret of such a text; nil for what is none.
    static func secret(base32 text: String) -> [UInt8]? {
        var (secret, bits, rest): ([UInt8], Int, Int) = ([], 0, 0)
        for byte in text.utf8 {
            switch byte {
            case 65...90: rest = rest << 5 | Int(byte - 65)
            case 50...55: rest = rest << 5 | Int(byte - 24)
            default: return nil
            }
            bits += 5
            if bits >= 8 {
                bits -= 8
                secret.append(UInt8(rest >> bits & 255))
                rest &= 1 << bits - 1
            }
            if secret.count > 64 { return nil }
        }
        return secret
    }

    /// The secret as authenticators take it (RFC 4648 base32).
    static func base32(_ secret: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var bits = 0
        var rest = 0
        for byte in secret {
            rest = rest << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[rest >> bits & 31])
            }
        }
        if bits > 0 { text.append(letters[rest << (5 - bits) & 31]) }
        return text
    }
}

/// The secrets of authenticators in the database.
enum OneTimeCodeStore {
    /// Takes a code once; a wrong one counts as a failure, a code that was used is wrong.
    static func use(_ digits: String, of person: Int64, _ writing: Writing) throws -> Bool {
        let sql = SQL("SELECT totp, totp_used FROM person WHERE id = ?", [.int(person)])
        let found = try writing.connection.first(sql) { ($0.optionalBytes(0), $0.int(1)) }
        guard let (secret, used) = found, let secret else { return false }
        guard let step = OneTimeCode.step(of: digits, secret, at: writing.at), step > used else {
            try SessionStore.countFailure(of: PersonStore.load(person, writing.connection), writing)
            return false
        }
        try writing.connection.run(
            SQL("UPDATE person SET totp_used = ? WHERE id = ?", [.int(step), .int(person)]))
        try writing.record("person/\(person)", action: "session.code", after: "{}")
        return true
    }

    /// Sets the secret of a person's authenticator, or takes it away.
    /// - Parameter step: of the code that confirmed it, which is used by that.
    static func set(_ secret: [UInt8]?, of person: Int64, used step: Int64 = 0, _ writing: Writing) throws {
        try writing.connection.run(
            SQL(
                "UPDATE person SET totp = ?, totp_used = ? WHERE id = ?",
                [secret.map(Value.blob) ?? .null, .int(step), .int(person)]))
        try writing.record(
            "person/\(person)", action: secret == nil ? "person.code_off" : "person.code_on", after: "{}",
            sealing: RowSeal(.person, person))
    }
}
