import Core
import Foundation
import Synchronization

/// The file in which the key of a book lies, beside a SQLite book as `FILE.key` unless another is named. It
/// is made when the first number is stored, readable by its owner alone.
public final class FieldKeyFile: Sendable {
    /// Nil where no place was named: on PostgreSQL, whose servers may be many.
    let path: String?
    private let known = Mutex<FieldKey?>(nil)

    init(_ path: String?) { self.path = path }

    /// The place of the key for a database, unless the setting names one.
    public static func place(for url: String, setting: String?) -> String? {
        if let setting, !setting.isEmpty { return setting }
        return url.hasPrefix("sqlite:") ? url.dropFirst("sqlite:".count) + ".key" : nil
    }

    /// The key, if there is one.
    func key() throws(FieldKeyRefusal) -> FieldKey? {
        if let key = known.withLock(\.self) { return key }
        guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let key = FieldKey(text) else {
            throw .unreadable(path)
        }
        known.withLock { $0 = key }
        return key
    }

    /// The key for something new, made where there is none yet.
    ///
    /// - Parameter used: the name of the key that the book has used so far.
    func keyForWriting(used: String?) throws(FieldKeyRefusal) -> FieldKey {
        guard let path else { throw .noPlace }
        if let key = try key() {
            guard used == nil || used == key.name else { throw .other(path) }
            return key
        }
        guard used == nil else { throw .missing(path) }
        let key = FieldKey()
        try make(key, path)
        return key
    }

    /// Keeps the key of a book that is copied, unless another lies there.
    /// - Returns: whether the file was made.
    func keep(_ key: FieldKey) throws(FieldKeyRefusal) -> Bool {
        guard let path else { throw .noPlace }
        if let there = try self.key() {
            guard there.name == key.name else { throw .other(path) }
            return false
        }
        try make(key, path)
        return true
    }

    /// Takes away the file of a key that no book has come to need.
    func discard() {
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    private func make(_ key: FieldKey, _ path: String) throws(FieldKeyRefusal) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data("\(key.text)\n".utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw .unreadable(path) }
        known.withLock { $0 = key }
    }
}

/// Why a number or an address can't be stored.
enum FieldKeyRefusal: Refusal {
    case noPlace
    case missing(String)
    case other(String)
    case unreadable(String)

    var code: String { "field_key" }

    var sentence: Sentence {
        switch self {
        case .noPlace:
            Sentence(
                zh: "联系方式要加密保存，但没有指明密钥文件；请设置 CASSIA_KEY_FILE，各服务器用同一个文件。",
                en: """
                    Numbers and addresses are stored encrypted, and no file of the key is named; set \
                    CASSIA_KEY_FILE, to the same key on every server.
                    """)
        case .missing(let path):
            Sentence(
                zh: "账本里的联系方式是加密的，但密钥文件 \(path) 不在；请把它放回，或用 CASSIA_KEY_FILE 指明。",
                en: """
                    Numbers and addresses in this book are encrypted and the key \(path) is not there; put \
                    it back, or name it by CASSIA_KEY_FILE.
                    """)
        case .other(let path):
            Sentence(
                zh: "\(path) 不是这个账本的密钥；请用 CASSIA_KEY_FILE 指明原来的密钥文件。",
                en: "\(path) is not the key of this book; name the right one by CASSIA_KEY_FILE.")
        case .unreadable(let path):
            Sentence(
                zh: "密钥文件 \(path) 不能读写，或不是 64 位十六进制数字。",
                en: "The key \(path) can't be read or written, or is not 64 hexadecimal digits.")
        }
    }
}
