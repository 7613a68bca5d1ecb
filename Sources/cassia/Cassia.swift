import App
import ArgumentParser

/// The command `cassia`: one subcommand a file.
@main
struct Cassia: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cassia",
        abstract: "Guarantees with shared losses, exact to the fen. 科技型中小企业融资担保与风险分担。",
        version: Version.text,
        subcommands: [
            DemoCommand.self, SplitCommand.self, CodeCommand.self, ImportCommand.self, ReverseCommand.self,
            FiguresCommand.self, ReportCommand.self,
            ExportCommand.self, VerifyCommand.self, MigrateCommand.self, BackupCommand.self,
            RestoreCommand.self, CopyCommand.self,
            BenchCommand.self,
            PolicyCommand.self, ServeCommand.self, UserCommand.self, LoadCommand.self, DailyCommand.self,
        ])
}
