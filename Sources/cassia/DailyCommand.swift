/// `cassia daily`: what is told because a day has come, and firms matched with the policies of the day.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct DailyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daily",
        abstract: "Tell what falls due or ends, and match all firms with all policies. 每日提醒与政策匹配。",
        discussion: """
            The server does so by itself at midnight; run twice it does no harm. What is told stands in the \
            tables notice and outbox, what firms qualify for in entitlement.
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var policies: PolicyOption

    @Option(help: "The day; today in the region unless given.")
    var date: Day?

    func run() async throws {
        Interruption.install()
        let library = try policies.library()
        let book = try database.openExisting()
        defer { book.close() }
        let day = date ?? Day(atShanghai: Int64(Date().timeIntervalSince1970 * 1_000))
        do {
            let count = try await DailyNotices.write(for: day, in: book)
            let text = Sentence(
                zh: "\(day)：新通知 \(count) 条。", en: "\(day): new notices, \(count).")
            print(text.text(in: commandLanguage))
            try await match(library, on: day, in: book)
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }
}

/// Matches firms with the policies of a day and says what has changed.
func match(
    _ library: PolicyLibrary, on day: Day, _ firms: EntitlementMatching.Firms = .all, in book: Book,
    isQuiet: Bool = false
) async throws {
    var matching = try EntitlementMatching(try await library.with(book), on: day)
    matching.language = commandLanguage
    matching.showsProgress = true
    let counts = try await matching.run(firms, in: book)
    let text = Sentence(
        zh: """
            \(day)：匹配企业 \(counts.firms) 家，新符合 \(counts.gained) 项，\
            有变 \(counts.changed) 项，不再符合 \(counts.lost) 项。
            """,
        en: """
            \(day): firms matched \(counts.firms); newly qualifying \(counts.gained), \
            changed \(counts.changed), lost \(counts.lost).
            """)
    if !isQuiet { print(text.text(in: commandLanguage)) }
}
