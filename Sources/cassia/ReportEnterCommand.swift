/// `cassia report enter`: what the book can't know, once a month.
import App
import ArgumentParser
import Core
import Storage

struct ReportEnterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enter", abstract: "Enter what the book can't know for a month. 填报账本以外的数。",
        discussion: """
            One row with --row and --value, many with --file (a table with the columns row and value), those \
            that stand as in the month before with --carry-over. Amounts are 10,000 yuan.
            """)

    @OptionGroup var database: DatabaseOption
    @Option(help: ArgumentHelp("The code of the guarantor.", valueName: "code")) var guarantor: String
    @Option(help: ArgumentHelp("The month, such as 2017-06.", valueName: "month")) var month: FormMonth
    @Option(help: ArgumentHelp("A row such as 23, or checked_by or telephone.", valueName: "row"))
    var row: String?
    @Option(help: ArgumentHelp("Its value, in 10,000 yuan or persons.", valueName: "value"))
    var value: String?
    @Option(help: ArgumentHelp("A CSV or xlsx file of rows and values.", valueName: "file"))
    var file: String?
    @Flag(help: "Take over what the month before has and this one has not.")
    var carryOver = false
    @Option(help: "Why, for the audit log.") var because = ""

    func validate() throws {
        guard (row == nil) == (value == nil) else {
            throw invalid(
                Sentence(zh: "--row 和 --value 要一起写。", en: "Give --row and --value together."))
        }
        guard row != nil || file != nil || carryOver else {
            throw invalid(
                Sentence(
                    zh: "请写 --row 和 --value、--file 或 --carry-over。",
                    en: "Give --row and --value, --file or --carry-over."))
        }
    }

    func run() async throws {
        let (code, month, carryOver, today) = (guarantor, month, carryOver, todayInChina())
        try await withBook(database) { book in
            let entries = try entries()
            let entered = try await book.write(
                as: Actor("cassia report"), "monthly_entry.enter", because: because
            ) { writing in
                let guarantor = try MonthlyEntryStore.guarantor(code, writing.connection)
                let carried =
                    carryOver
                    ? try MonthlyEntryStore.proposal(guarantor.id, month, writing.connection) : []
                return try MonthlyEntryStore.enter(
                    carried + entries, of: guarantor, for: month, today: today, writing)
            }
            let count = entered.values.count
            print(
                Sentence(
                    zh: "\(month) 已填报 \(count) 行。", en: "Rows entered for \(month): \(count)."
                ).text(in: commandLanguage))
        }
    }

    private func entries() throws -> [MonthlyFormEntry] {
        var entries = try file.map { try MonthlyEntryFile.read($0) } ?? []
        if let row, let value { entries.append(try MonthlyFormEntry(row: row, value: value)) }
        return entries
    }
}
