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

extension FormMonth: ExpressibleByArgument {
    /// A month as `2017-06`.
    public init?(argument: String) { self.init(argument) }
}

extension MonthlyFormColumn: ExpressibleByArgument {
    /// A column by its word, such as `last_year`.
    public init?(argument: String) {
        guard let column = MonthlyFormColumn.allCases.first(where: { $0.word == argument }) else {
            return nil
        }
        self = column
    }
}
