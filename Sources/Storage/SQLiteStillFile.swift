/// A SQLite file that its reader may not write: where SQLite would have to make files beside it, it is read
/// as it lies, and watched.
import Glibc

/// The file as it was when it was opened. SQLite takes no locks on it, so a change makes what was read
/// useless.
struct SQLiteStillFile: Hashable, Sendable {
    let path: String
    private let state: State

    private struct State: Hashable, Sendable {
        let file: UInt64
        let size: Int64
        let changedSeconds: Int
        let changedNanoseconds: Int

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            file = UInt64(status.st_ino)
            size = Int64(status.st_size)
            changedSeconds = status.st_mtim.tv_sec
            changedNanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// Nil where SQLite can read the file beside its writers: its log is there, or may be made.
    /// - Parameter isWritable: whether the user may write file and folder; asked of the system when nil.
    /// - Throws: ``StorageError/cannotOpen(_:)`` when there is no file.
    static func find(_ path: String, isWritable: Bool? = nil) throws -> SQLiteStillFile? {
        guard let state = State(path) else { throw StorageError.cannotOpen("there is no file \(path)") }
        if isWritable ?? canWrite(path) || access(path + "-wal", F_OK) == 0 { return nil }
        return SQLiteStillFile(path: path, state: state)
    }

    /// Tells SQLite that nobody changes it.
    var address: String { "file:" + Self.escaped(path) + "?immutable=1" }

    /// What to say when somebody has.
    var disturbance: StorageError? {
        State(path) == state && access(path + "-wal", F_OK) != 0 ? nil : .busy
    }

    private static func canWrite(_ path: String) -> Bool {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return access(path, W_OK) == 0 && access(directory, W_OK) == 0
    }

    /// In an address of SQLite `?`, `#` and `%` mean something.
    private static func escaped(_ path: String) -> String {
        var text = ""
        for character in path {
            switch character {
            case "?": text += "%3f"
            case "#": text += "%23"
            case "%": text += "%25"
            default: text.append(character)
            }
        }
        return text
    }
}
