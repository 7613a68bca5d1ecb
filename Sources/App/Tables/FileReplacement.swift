import Core
import Glibc
import Synchronization

/// A file that takes the place of another only when it is whole: written beside it, then renamed over it.
final class FileReplacement {
    let path: String
    /// Where the bytes go until then.
    let partPath: String
    private var isOpen = true

    private static let counter = Atomic<Int>(0)

    /// A symbolic link stays, and what it points to is replaced.
    init(of name: String) {
        path =
            realpath(name, nil).map { resolved in
                defer { free(resolved) }
                return String(cString: resolved)
            } ?? name
        let number = FileReplacement.counter.wrappingAdd(1, ordering: .relaxed).newValue
        partPath = "\(path).part-\(getpid())-\(number)"
    }

    /// Removes what was written if it was never finished.
    deinit { discard() }

    /// Creates the file beside the wanted one.
    func open() throws(TableRefusal) -> Int32 {
        try FileReplacement.checkReplaceable(path)
        let descriptor = Glibc.open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, systemMessage()) }
        return descriptor
    }

    /// Devices and folders are not replaced by a file, and a database never by a list.
    private static func checkReplaceable(_ path: String) throws(TableRefusal) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path) }
        guard let file = fopen(path, "rb") else { return }
        defer { fclose(file) }
        var start = [UInt8](repeating: 0, count: 16)
        let count = fread(&start, 1, start.count, file)
        let isLog = count >= 4 && start[0] == 0x37 && start[1] == 0x7F && start[2] == 0x06
        guard !start.starts(with: "SQLite format 3".utf8), !isLog else { throw .isADatabase(path) }
    }

    /// Makes sure that the bytes are on the disk and gives the file its name.
    func finish() throws(TableRefusal) {
        precondition(isOpen, "a file is finished once")
        let descriptor = Glibc.open(partPath, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw .cannotWrite(systemMessage()) }
        close(descriptor)
        guard rename(partPath, path) == 0 else { throw .cannotWrite("\(path): \(systemMessage())") }
        isOpen = false
    }

    func discard() {
        guard isOpen else { return }
        isOpen = false
        unlink(partPath)
    }
}
