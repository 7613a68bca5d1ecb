/// The option `--database`, the same for every subcommand that works on a book.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct DatabaseOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Where the book is: sqlite:FILE or postgres://user@host/name.",
            discussion: "Without it CASSIA_DATABASE decides, else sqlite:data/cassia.db.", valueName: "url"))
    var database: String?

    /// The address that the option, the environment or the default gives.
    var url: String {
        if let database { return database }
        let wanted = ProcessInfo.processInfo.environment["CASSIA_DATABASE"] ?? ""
        return wanted.isEmpty ? "sqlite:data/cassia.db" : wanted
    }

    /// The file of the key under which personal numbers are stored; beside a SQLite book unless it is named.
    var keyFile: String? {
        let named = ProcessInfo.processInfo.environment["CASSIA_KEY_FILE"] ?? ""
        return named.isEmpty ? Self.keyFile(of: url) : named
    }

    /// Where the key of a book lies if nobody names another place.
    static func keyFile(of url: String) -> String {
        FieldKeyFile.place(for: url, setting: nil) ?? "data/cassia.key"
    }

    /// Opens the book; it is made when it is not there yet. A failure is told, and leaves with status 1.
    ///
    /// - Parameter now: milliseconds since 1970 UTC.
    func open(
        settings: DatabaseSettings = DatabaseSettings(),
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
    ) throws -> Book {
        if let path { try? makeDirectory(of: path) }
        do {
            return try Book.open(url, settings: settings, keyFile: keyFile, now: now)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    /// The same for commands that change a book: one that is not there is not made.
    func openExisting(settings: DatabaseSettings = DatabaseSettings()) throws -> Book {
        try checkExists()
        return try open(settings: settings)
    }

    /// The same for commands that only look: the book is neither made, nor migrated, nor locked.
    func openForReading() throws -> Book {
        try checkExists()
        do {
            return try Book.openForReading(url, settings: .forScanning, keyFile: keyFile)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    func checkExists() throws {
        guard let path, !FileManager.default.fileExists(atPath: path) else { return }
        throw fail(
            Sentence(
                zh: "没有账本文件 \(path)；请用 --database 指明，或先导入账本。",
                en: "There is no book \(path); name another with --database, or import one."))
    }

    /// The file of a SQLite book.
    private var path: String? {
        url.hasPrefix("sqlite:") ? String(url.dropFirst("sqlite:".count)) : nil
    }

    private func makeDirectory(of path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        try FileManager.default.createDirectory(
            atPath: String(path[..<slash]), withIntermediateDirectories: true)
    }
}

/// Says on the standard error what is wrong with the database; throw the result to leave with status 1.
func fail(_ error: StorageError) -> ExitCode { fail(Sentence(zh: error.chinese, en: error.english)) }
