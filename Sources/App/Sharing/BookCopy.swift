import Core
public import Storage

/// A book taken to another database, such as from a file to the servers that have become necessary, or back
/// into a file for an auditor.
extension Book {
    /// Copies the whole book into a database without one, of either engine; the schema is made there. The
    /// book may be in use meanwhile: what is written after the copy began is not in it.
    ///
    /// - Parameters:
    ///   - keyFile: where the key for personal numbers lies; by default beside a SQLite file.
    ///   - targetKeyFile: where it is to lie for the copy.
    /// - Returns: how many rows were copied.
    /// - Throws: ``StorageError/notEmpty(_:)``; nothing of a copy that breaks off remains.
    @discardableResult
    public static func copy(
        _ url: String, keyFile: String? = nil, to target: String, targetKeyFile: String? = nil,
        now: @escaping @Sendable () -> Int64, progress: (CopyProgress) -> Void = { _ in }
    ) throws -> Int64 {
        let source = try openForReading(url, settings: .forScanning, keyFile: keyFile)
        defer { source.close() }
        let key = try source.keys.key()
        let copy = try open(target, keyFile: targetKeyFile, now: now)
        copy.close()
        // Before any row, so that there is no book whose numbers nobody can read.
        let isKeyNew = try key.map { try copy.keys.keep($0) } ?? false
        do {
            return try Database<WriteScope>.copy(
                from: url, to: target, settings: .forScanning, progress: progress)
        } catch {
            if isKeyNew { copy.keys.discard() }
            throw error
        }
    }
}
