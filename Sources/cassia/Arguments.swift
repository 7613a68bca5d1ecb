/// Values of the domain as arguments of the command line.
public import App
public import ArgumentParser
public import Core
import Foundation

extension Day: ExpressibleByArgument {
    /// A day as `2025-12-31`.
    public init?(argument: String) { self.init(argument) }
}

/// The last day on which an event may take effect that is told today; people in China write their own date.
func lastDayForEvents() -> Day {
    let seconds = Int64(Date().timeIntervalSince1970) + 8 * 3_600
    return Day(number: Int32(seconds / 86_400)) + DayAhead.daysAllowed
}

extension Rate: ExpressibleByArgument {
    /// A decimal fraction or a percentage, as `0.2` or `20%`.
    public init?(argument: String) { self.init(argument) }
}

extension FiguresGrouping: ExpressibleByArgument {}
extension TableFormat: ExpressibleByArgument {}
extension OrganisationKind: ExpressibleByArgument {}

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

extension ParameterChange: ExpressibleByArgument {
    /// `first_recognition=200000`
    public init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(parameter: String(parts[0]), value: String(parts[1]))
    }
}
