/// `cassia backup` and `cassia restore`: copies of the whole book.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the whole book to a new file, while it is in use. 备份账本。",
        discussion: "For PostgreSQL use pg_dump, or pg_basebackup with its archived log.")

    @OptionGroup var database: DatabaseOption

    @Argument(help: "A file that is not there yet.")
    var file: String

    func run() throws {
        try database.checkExists()
        do {
            try Book.backup(database.url, to: file)
        } catch let error as StorageError {
            throw fail(error)
        }
        print(Sentence(zh: "已备份到 \(file)。", en: "The book is copied to \(file).").text(in: commandLanguage))
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the book. 从备份恢复账本。",
        discussion: "No program may have the book open. What was there is kept beside it as FILE.previous.")

    @OptionGroup var database: DatabaseOption

    @Argument(help: "A file that cassia backup wrote.")
    var file: String

    func run() throws {
        do {
            try Book.restore(from: file, to: database.url)
        } catch let error as StorageError {
            throw fail(error)
        }
        print(
            Sentence(
                zh: "已从 \(file) 恢复；请运行 cassia verify 核验。", en: "Restored from \(file); run cassia verify."
            )
            .text(in: commandLanguage))
    }
}
