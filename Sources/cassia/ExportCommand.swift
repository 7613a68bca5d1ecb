/// `cassia export`: the book for others, one subcommand a file.
import ArgumentParser

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write parts of the book for others. 导出。",
        subcommands: [ReturnCommand.self])
}
