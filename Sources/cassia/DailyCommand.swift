/// `cassia daily`: what is told because a day has come.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct DailyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daily",
        abstract: "Tell of shares that fall due and guarantees that end, once each. 每日到期提醒。",
        discussion: """
            The server does so by itself at midnight; run twice it does no harm. What is told stands in the \
            tables notice and outbox.
            """)

    @OptionGroup var database: DatabaseOption

    @Option(help: "The day; today in the region unless given.")
    var date: Day?

    func run() async throws {
        let book = try database.openExisting()
        defer { book.close() }
        let day = date ?? Day(atShanghai: Int64(Date().timeIntervalSince1970 * 1_000))
        do {
            let count = try await DailyNotices.write(for: day, in: book)
            let text = Sentence(
                zh: "\(day)：新通知 \(count) 条。", en: "\(day): new notices, \(count).")
            print(text.text(in: commandLanguage))
        } catch let error as StorageError {
            throw fail(error)
        }
    }
}
