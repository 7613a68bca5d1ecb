import CZip

/// The names of the parts of a zip file in memory; nothing is unzipped.
enum ZipNames {
    /// Office files have far fewer.
    private static let limit: Int64 = 20_000

    /// Empty when it is no zip file, or one with too many parts.
    static func of(_ bytes: [UInt8]) -> Set<String> {
        guard bytes.starts(with: [0x50, 0x4B]) else { return [] }
        return bytes.withUnsafeBytes { buffer in
            var error = zip_error_t()
            zip_error_init(&error)
            defer { zip_error_fini(&error) }
            guard let source = zip_source_buffer_create(buffer.baseAddress, UInt64(buffer.count), 0, &error)
            else { return [] }
            guard let archive = zip_open_from_source(source, Int32(ZIP_RDONLY), &error) else {
                zip_source_free(source)
                return []
            }
            defer { zip_discard(archive) }
            let count = zip_get_num_entries(archive, 0)
            guard count <= limit else { return [] }
            return Set(
                (0..<count).compactMap { index in
                    zip_get_name(archive, UInt64(index), 0).map { String(cString: $0) }
                })
        }
    }
}
