import Foundation

/// A file system of a few megabytes that a test can fill. It is mounted in memory, which takes root; a test
/// that needs it fails elsewhere rather than pass without having tested anything.
public final class SmallDisk: Sendable {
    public let path: String

    public init(megabytes: Int) throws {
        path = NSTemporaryDirectory() + "cassia-disk-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard mount("cassia", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw TestSupportError.mountNotPermitted
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Takes all space but so much.
    /// - Returns: the file to remove to give it back.
    public func fill(leavingMegabytes rest: Int) throws -> String {
        var statistics = statvfs()
        statvfs(path, &statistics)
        let free = Int(statistics.f_bavail) * Int(statistics.f_bsize)
        let filler = path + "/filler"
        try Data(repeating: 1, count: free - rest << 20).write(to: URL(fileURLWithPath: filler))
        return filler
    }
}
