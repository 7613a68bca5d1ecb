/// Values of the domain as arguments of the command line.
public import App
public import ArgumentParser
public import Core

extension Day: ExpressibleByArgument {
    /// A day as `2025-12-31`.
    public init?(argument: String) { self.init(argument) }
}

extension FiguresGrouping: ExpressibleByArgument {}
extension TableFormat: ExpressibleByArgument {}
extension OrganisationKind: ExpressibleByArgument {}
