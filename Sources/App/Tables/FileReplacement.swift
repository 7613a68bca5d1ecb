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

    init(of path: String) {
        self.path = path
        let number = FileReplacement.counter.wrappingAdd(1, ordering: .relaxed).newValue
        partPath = "\(path).part-\(getpid())-\(number)"
    }

    /// Removes what was written if it was never finished.
    deinit { discard() }

    /// Creates the file beside the wanted one.
    func open() throws(TableRefusal) -> Int32 {
        let descriptor = Glibc.open(partPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, systemMessage()) }
        return descriptor
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
