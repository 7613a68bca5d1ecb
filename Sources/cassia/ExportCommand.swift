/// `cassia export`: the ledger and every list of the book as files that other programs read.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the ledger or a list of the book to a file. 导出账簿与各类清单。",
        subcommands: [
            ExportLedgerCommand.self, ExportTrialBalanceCommand.self, ExportStatementCommand.self,
            ExportInstitutionsCommand.self, ExportAgreementsCommand.self, ExportGuaranteesCommand.self,
            ExportEventsCommand.self, ExportClaimsCommand.self, ExportEntriesCommand.self,
            ExportAuditCommand.self,
            ReturnCommand.self,
        ])
}

/// Where an export goes, and as what.
struct ExportOptions: ParsableArguments {
    @OptionGroup var database: DatabaseOption

    @Option(help: ArgumentHelp("The file to write; the standard output without it.", valueName: "file"))
    var out: String?

    @Option(help: "csv or xlsx; without it the ending of the file decides.")
    var format: TableFormat?

    var path: String { out ?? "-" }
    var tableFormat: TableFormat { format ?? TableWriter.format(of: path) }

    /// Opens the book for `body` and tells what it refuses.
    func run(_ body: (Book) async throws -> Void) async throws {
        try await withBook(database, body)
    }

    func validate() throws {
        guard tableFormat != .xlsx || out != nil else {
            throw invalid(
                Sentence(zh: "xlsx 要写明文件：--out 文件.xlsx", en: "Name a file for xlsx: --out FILE.xlsx"))
        }
    }
}

/// Opens a book that is there for reading, closes it after `body`, and tells what is refused; a stop leaves
/// nothing half done.
func withBook(_ database: DatabaseOption, _ body: (Book) async throws -> Void) async throws {
    try await withBook(try database.openForReading(), body)
}

/// The same with a book that is open already.
func withBook(_ book: Book, _ body: (Book) async throws -> Void) async throws {
    Interruption.install()
    defer { book.close() }
    do {
        try await body(book)
    } catch let refusal as any Refusal {
        throw fail(refusal.sentence)
    } catch let error as StorageError {
        throw fail(error)
    }
}
