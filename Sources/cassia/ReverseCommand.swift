/// `cassia reverse`: takes an entry back by a further one.
import App
import ArgumentParser
import Core

struct ReverseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse", abstract: "Take a wrong entry back by a further one. 冲正。",
        discussion: """
            The entry stays and another undoes it; `cassia export entries` shows their numbers. What rests \
            on the entry must be reversed first, the latest first.
            """)

    @OptionGroup var database: DatabaseOption
    @Option(help: "The number of the wrong entry.") var entry: Int64
    @Option(help: "The number of the guarantee; none for an appropriation or a contribution.") var guarantee:
        String?
    @Option(help: "The day on which it takes effect, not before the last entry.") var on: Day
    @Option(help: "The reference of the reversal; the same one twice reverses once.") var reference: String
    @Option(help: "Why, for the audit log.") var because: String

    func run() async throws {
        guard !because.allSatisfy(\.isWhitespace) else {
            throw fail(
                Sentence(
                    zh: "请用 --because 写明冲正的原因，它会留在审计日志里。",
                    en: "Say why by --because; the reason stays in the audit log."))
        }
        do { try DayAhead.check(on, lastDayForEvents()) } catch { throw fail(error) }
        let (entry, guarantee, on, reference) = (entry, guarantee, on, reference)
        try await withBook(try database.openExisting()) { book in
            let number = try await book.write(as: Actor("cassia reverse"), "entry.reverse", because: because)
            {
                writing in
                guard let guarantee else {
                    return try LedgerStore.reverse(entry: entry, on: on, reference: reference, writing)
                }
                switch try GuaranteeStore.reverse(
                    entry: entry, guarantee: guarantee, on: on, reference: reference, writing)
                {
                case .recorded(let number), .alreadyThere(let number): return number
                }
            }
            print(
                Sentence(
                    zh: "第 \(entry) 号分录由第 \(number) 号冲正。",
                    en: "Entry \(entry) is reversed by entry \(number)."
                )
                .text(in: commandLanguage))
        }
    }
}
