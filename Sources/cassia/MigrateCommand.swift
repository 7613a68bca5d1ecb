/// `cassia migrate`: brings the schema of a book up to date.
import App
import ArgumentParser
import Core

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a book that an older version wrote up to date. 升级账本结构。",
        discussion: "Commands that change the book do so by themselves; those that only read ask for it.")

    @OptionGroup var database: DatabaseOption

    func run() throws {
        try database.openExisting().close()
        print(Sentence(zh: "账本结构已是最新。", en: "The book is up to date.").text(in: commandLanguage))
    }
}
