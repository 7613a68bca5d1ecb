import Core

/// Tables in pages: wide ones scroll within themselves, so that the page never does.
enum Tables {
    /// The heading of a column.
    struct Head: ExpressibleByStringLiteral {
        let title: String
        var isNumber = false

        init(_ title: String) { self.title = title }
        init(stringLiteral title: String) { self.title = title }

        /// Over figures, which stand to the right.
        static func number(_ title: String) -> Head {
            var head = Head(title)
            head.isNumber = true
            return head
        }

        var markup: HTML {
            isNumber
                ? "<th scope=\"col\" class=\"number\">\(title)</th>" : "<th scope=\"col\">\(title)</th>"
        }
    }

    /// A table as wide as the page that can be scrolled with the keyboard.
    static func wide(_ label: String, _ heads: [Head], _ rows: [HTML]) -> HTML {
        """
        <div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table>
        \(head(heads))<tbody>
        \(rows)</tbody></table></div>
        """
    }

    /// A table as wide as its content, with a caption; one of more than two columns scrolls within itself.
    static func fit(_ caption: String, _ heads: [Head], _ rows: [HTML]) -> HTML {
        let table: HTML = """
            <table class="fit"><caption>\(caption)</caption>\(head(heads))<tbody>
            \(rows)</tbody></table>
            """
        return heads.count > 2 ? "<div class=\"scroll bare\" tabindex=\"0\">\(table)</div>" : table
    }

    static func row(_ cells: [HTML]) -> HTML { "<tr>\(cells)</tr>\n" }
    static func cell(_ text: String) -> HTML { "<td>\(text)</td>" }
    static func cell(markup: HTML) -> HTML { "<td>\(markup)</td>" }
    static func day(_ day: Day) -> HTML { "<td class=\"day\">\(day.description)</td>" }
    /// A short text that stays on its line, such as a day with a word before it.
    static func unbroken(_ text: String) -> HTML { "<td class=\"day\">\(text)</td>" }
    static func number(_ markup: HTML) -> HTML { "<td class=\"number\">\(markup)</td>" }
    /// What a row is about.
    static func title(_ text: String) -> HTML { "<th scope=\"row\">\(text)</th>" }

    private static func head(_ heads: [Head]) -> HTML? {
        heads.isEmpty ? nil : "<thead><tr>\(heads.map(\.markup))</tr></thead>"
    }
}

/// Small pieces of many pages.
enum Parts {
    /// Nothing is there, and what to do about it.
    static func empty(_ text: String) -> HTML { "<p class=\"empty\">\(text)</p>" }

    /// A term and what it is.
    static func fact(_ term: String, markup: HTML) -> HTML { "<dt>\(term)</dt><dd>\(markup)</dd>" }
    static func fact(_ term: String, _ text: String) -> HTML { "<dt>\(term)</dt><dd>\(text)</dd>" }
    static func facts(_ facts: [HTML]) -> HTML { "<dl class=\"facts\">\(facts)</dl>" }

    static func tag(_ word: String, _ text: String) -> HTML { "<span class=\"tag \(word)\">\(text)</span>" }
    static func link(_ address: String, _ text: String) -> HTML { "<a href=\"\(address)\">\(text)</a>" }
    static func section(_ title: String, _ content: HTML) -> HTML {
        "<section><h2>\(title)</h2>\(content)</section>"
    }
}
