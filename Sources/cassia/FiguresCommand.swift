/// `cassia figures`: the figures that supervisors ask for, for any day.
import App
import ArgumentParser
import Core
import Storage

struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "The figures of the book at the end of any day. 任意一日的业务指标。",
        discussion: "docs/figures.md gives the formula and the source of each.")

    @OptionGroup var database: DatabaseOption

    @Option(help: ArgumentHelp("The day, such as 2025-12-31.", valueName: "day"))
    var asOf: Day

    @Option(help: "One row for each division, guarantor or bank.")
    var by: FiguresGrouping?

    @Flag(help: "Print JSON; amounts are yuan, rates are decimal fractions.")
    var json = false

    func run() async throws {
        let book = try database.openForReading()
        defer { book.close() }
        let table: FiguresTable
        do {
            table = try await FiguresStore.figures(asOf: asOf, by: by, in: book)
        } catch let error as StorageError {
            throw fail(error)
        }
        if json {
            try printJSON(FiguresOutput(table))
        } else {
            FiguresPrint(language: commandLanguage).show(table)
        }
    }
}
