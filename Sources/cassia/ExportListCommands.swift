/// `cassia export institutions`, `agreements`, … : the lists of the book as CSV or xlsx.
import App
import ArgumentParser
import Core
import Foundation
import Storage

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

    func run() async throws {
        try await export(.events, options)
        try await options.run { book in
            let count = try await book.database.read(BookList.eventsLeftOut)
            guard count > 0 else { return }
            let sentence = Sentence(
                zh: "另有 \(count) 笔展期、退费和追偿分配在这张表里没有位置，未导出；全部分录见 cassia export entries。",
                en: """
                    \(count) extensions, refunds of fees and recoveries passed on have no place in this \
                    table and were left out; cassia export entries has them all.
                    """)
            FileHandle.standardError.write(Data((sentence.text(in: commandLanguage) + "\n").utf8))
        }
    }
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
