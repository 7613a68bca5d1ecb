import CZip
import Core
import Glibc

/// The parts of a zip file, read through libzip with a limit on what is unzipped in all.
final class ZipArchive {
    private let archive: OpaquePointer
    private let limits: TableLimits
    private let zippedBytes: Int64
    private var unzippedBytes: Int64 = 0

    /// Below this size a high ratio of compression does no harm.
    private static let ratioFloorBytes: Int64 = 32 << 20

    init(_ file: OpenFile, limits: TableLimits) throws(TableRefusal) {
        var error: Int32 = 0
        let copy = dup(file.descriptor)
        guard copy >= 0, lseek(copy, 0, SEEK_SET) == 0 else { throw .cannotRead(systemMessage()) }
        guard let archive = zip_fdopen(copy, 0, &error) else {
            close(copy)
            throw .workbook(.damagedZip)
        }
        self.archive = archive
        self.limits = limits
        zippedBytes = file.byteCount
        let entries = zip_get_num_entries(archive, 0)
        guard entries <= limits.zipEntries else {
            throw .workbook(.tooManyEntries(Int(entries), limit: Int(limits.zipEntries)))
        }
    }

    deinit { zip_discard(archive) }

    /// Opens a part; nil when the archive has none of that name.
    func open(_ part: String?) throws(TableRefusal) -> ZipPart? {
        guard let part else { return nil }
        let index = zip_name_locate(archive, part, UInt32(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else {
            throw .workbook(.damagedPart(part))
        }
        return ZipPart(file: file, name: part, archive: self)
    }

    /// Counts what was unzipped, as it is unzipped: what the zip says of itself is not believed.
    fileprivate func count(_ bytes: Int) throws(TableRefusal) {
        unzippedBytes += Int64(bytes)
        guard unzippedBytes <= limits.unzippedBytes else {
            throw .workbook(.unzipsTooLarge(limitBytes: limits.unzippedBytes))
        }
        if unzippedBytes > ZipArchive.ratioFloorBytes,
            unzippedBytes / limits.unzippedRatio > zippedBytes
        {
            throw .workbook(.unzipsSuspiciously(ratio: limits.unzippedRatio))
        }
    }
}

/// One part of a zip file that is being unzipped.
final class ZipPart {
    let name: String
    private let file: OpaquePointer
    private let archive: ZipArchive

    fileprivate init(file: OpaquePointer, name: String, archive: ZipArchive) {
        (self.file, self.name, self.archive) = (file, name, archive)
    }

    deinit { zip_fclose(file) }

    /// The next bytes, 0 at the end; damage (also a wrong checksum at the end) is refused.
    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(TableRefusal) -> Int {
        let got = zip_fread(file, target, UInt64(count))
        guard got >= 0 else { throw .workbook(.damagedPart(name)) }
        try archive.count(Int(got))
        return Int(got)
    }
}
