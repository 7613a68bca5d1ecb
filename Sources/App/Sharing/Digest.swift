import Crypto

/// What the audit log keeps of something too long for it: its SHA-256, by which a change is seen later.
enum Digest {
    static func of(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Array(bytes))) }

    /// As the audit log writes it.
    static func text(of text: String) -> String { Hexadecimal.text(of(text.utf8)) }
}
