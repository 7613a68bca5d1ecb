/// Days on the command line: `2026-01-31`.
public import ArgumentParser
public import Core

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
