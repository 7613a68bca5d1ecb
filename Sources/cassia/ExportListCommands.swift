/// `cassia export institutions`, `agreements`, … : the lists of the book as CSV or xlsx.
import App
import ArgumentParser
import Core

/// Writes one list and tells how far it is.
private func export(_ list: BookList, _ options: ExportOptions, isFull: Bool = false) async throws {
    let (path, format) = (options.path, options.tableFormat)
    try await options.run { book in
        _ = try await list.write(book, to: path, format: format, isFull: isFull)
    }
}

struct ExportInstitutionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "institutions",
        abstract: "Institutions with their net assets over time, as the import reads them. 导出机构。",
        discussion: "An institution has a row for each day from which net assets were stated for it.")

    @OptionGroup var options: ExportOptions

    func run() async throws { try await export(.institutions, options) }
}

struct ExportAgreementsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreements", abstract: "Agreements, as the import reads them. 导出协议。")

    @OptionGroup var options: ExportOptions

    func run() async throws { try await export(.agreements, options) }
}

struct ExportGuaranteesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guarantees", abstract: "Guarantees, as the import reads them. 导出担保。")

    @OptionGroup var options: ExportOptions

    @Flag(help: "With the columns that the import can read but does not ask for.")
    var full = false

    func run() async throws { try await export(.guarantees, options, isFull: full) }
}

struct ExportEventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "What happened, as the import reads it; what was reversed is left out. 导出事件。")

    @OptionGroup var options: ExportOptions

    func run() async throws { try await export(.events, options) }
}

struct ExportClaimsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims", abstract: "What the parties owe each other, with due days. 导出应收应付。")

    @OptionGroup var options: ExportOptions

    func run() async throws { try await export(.claims, options) }
}

struct ExportEntriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entries", abstract: "All entries of the ledger, reversals included. 导出分录。")

    @OptionGroup var options: ExportOptions

    func run() async throws { try await export(.entries, options) }
}

struct ExportAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit log with its hashes. 导出审计记录。")

    @OptionGroup var options: ExportOptions

    func run() async throws { try await export(.audit, options) }
}
