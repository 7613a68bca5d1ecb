/// `cassia copy`: takes the whole book to another database, of either engine.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy the whole book to an empty database of either engine. 把账本整本复制到另一数据库。",
        discussion: """
            For a province that outgrows one machine: from a file to PostgreSQL. Stop the server first, for \
            what is written meanwhile is not copied; afterwards run cassia verify on the copy and serve it.
            """)

    @OptionGroup var database: DatabaseOption

    @Option(
        help: ArgumentHelp(
            "The empty database: sqlite:FILE or postgres://user@host/name.", valueName: "url"))
    var to: String

    @Option(
        help: ArgumentHelp(
            "Where the copy's key for personal numbers is to lie.",
            discussion: "Without it beside a SQLite file, else data/cassia.key.", valueName: "file"))
    var toKeyFile: String?

    func run() throws {
        try database.checkExists()
        var bar: ProgressBar?
        defer { bar?.finish() }
        do {
            let rows = try Book.copy(
                database.url, keyFile: database.keyFile, to: to,
                targetKeyFile: toKeyFile ?? DatabaseOption.keyFile(of: to),
                now: { Int64(Date().timeIntervalSince1970 * 1_000) },
                progress: { copied in
                    if bar == nil {
                        let title = Sentence(zh: "复制", en: "Copying").text(in: commandLanguage)
                        bar = ProgressBar(title, byteCount: copied.all, language: commandLanguage)
                    }
                    bar?.update(rows: Int(copied.rows), bytes: copied.rows)
                })
            bar?.finish()
            print(
                Sentence(
                    zh: "已复制 \(rows) 行；请对复制的账本运行 cassia verify。",
                    en: "\(EnglishCount.of(Int(rows), "row", "rows")) copied; run cassia verify on the copy."
                ).text(in: commandLanguage))
        } catch let error as StorageError {
            throw fail(error)
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        }
    }
}
