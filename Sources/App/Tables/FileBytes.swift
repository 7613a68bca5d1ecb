/// Reading bytes of files, and the bytes that tables are made of.
import Core
import Glibc

let quote = UInt8(ascii: "\"")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

/// Reads at a place of a file, 0 bytes at its end; an interrupted call is repeated.
func readBytes(
    _ descriptor: Int32, into target: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int64
) throws(TableRefusal) -> Int {
    while true {
        let got = pread(descriptor, target, count, off_t(offset))
        if got >= 0 { return got }
        if errno != EINTR { throw .cannotRead(systemMessage()) }
    }
}

/// Writes all bytes, in as many calls as it takes.
func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(TableRefusal) {
    var done = 0
    while done < bytes.count {
        let wrote = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        if wrote >= 0 { done += wrote; continue }
        if errno != EINTR { throw .cannotWrite(systemMessage()) }
    }
}

/// Doubles a buffer and keeps its first bytes.
func enlarge(_ buffer: inout UnsafeMutablePointer<UInt8>, _ capacity: inout Int, keeping count: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    larger.update(from: buffer, count: count)
    buffer.deallocate()
    (buffer, capacity) = (larger, capacity * 2)
}

/// The words of the operating system for the last error.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// An open file that is closed with its last owner.
final class OpenFile {
    let descriptor: Int32
    let byteCount: Int64
    let isRegular: Bool
    let isDirectory: Bool

    /// Takes over an open descriptor.
    init(descriptor: Int32) throws(TableRefusal) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            throw .cannotRead(systemMessage())
        }
        self.descriptor = descriptor
        byteCount = Int64(status.st_size)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
    }

    deinit { close(descriptor) }
}

/// Creates a file that has no name any more: the system removes it as soon as it is closed, even after a
/// crash.
func makeNamelessFile() throws(TableRefusal) -> Int32 {
    let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(directory)/cassia-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .cannotWrite("\(directory): \(systemMessage())") }
    unlink(template)
    return descriptor
}
