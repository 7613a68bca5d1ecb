/// A chart drawn on the server: what it shows is said in words too, and stands in a table behind it.
struct Chart {
    /// Unique on the page.
    let name: String
    let title: String
    /// What the chart shows, in a sentence, for those who do not see it.
    let description: String
    let width: Int
    let height: Int
    let content: HTML
    /// Whether it has links in it.
    var hasLinks = false
    /// Whether it is a map, which is seen as a whole on a phone too.
    var isMap = false

    init(name: String, title: String, description: String, _ picture: some Picture, hasLinks: Bool = false) {
        self.name = name
        self.title = title
        self.description = description
        (width, height, content) = (picture.width, picture.height, picture.content)
        self.hasLinks = hasLinks
    }

    /// The picture alone. Those who listen hear its title and description.
    var svg: HTML {
        let role: HTML = hasLinks ? "group" : "img"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="chart\(isMap ? " map" : "")" role="\(role)" \
            viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            aria-labelledby="\(name)-title \(name)-words"><title id="\(name)-title">\(title)</title>\
            <desc id="\(name)-words">\(description)</desc>
            \(content)</svg>
            """
    }

    /// The picture with its title above and a table below.
    func figure(unit: String, table: HTML, summary: String) -> HTML {
        """
        <figure class="chart"><figcaption>\(title) <span class="unit">\(unit)</span></figcaption>
        <div class="plot" tabindex="0" role="region" aria-label="\(title)">\(svg)</div>
        <details open><summary>\(summary)</summary>\(table)</details></figure>
        """
    }
}

/// What a kind of chart draws.
protocol Picture {
    var width: Int { get }
    var height: Int { get }
    var content: HTML { get }
}

/// The pieces that charts are drawn from; looks come from the style sheet.
enum Drawing {
    enum Anchor: String {
        case start, middle, end
    }

    static func text(_ words: String, _ x: Int, _ y: Int, _ anchor: Anchor = .start, _ look: String = "")
        -> HTML
    {
        let look: HTML? = look.isEmpty ? nil : " class=\"\(look)\""
        return "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor.rawValue)\"\(look)>\(words)</text>\n"
    }

    static func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ look: String) -> HTML {
        "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" class=\"\(look)\"/>\n"
    }

    /// - Parameter words: shown where the pointer rests.
    static func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ look: String, words: String = "")
        -> HTML
    {
        let hint: HTML? = words.isEmpty ? nil : "<title>\(words)</title>"
        return """
            <rect x="\(x)" y="\(y)" width="\(max(width, 0))" height="\(max(height, 0))" \
            class="\(look)">\(hint)</rect>

            """
    }

    static func path(_ steps: String, _ look: String) -> HTML { "<path d=\"\(steps)\" class=\"\(look)\"/>\n" }

    /// Boxes with their names, from left to right.
    static func legend(_ names: [(look: String, name: String)], _ x: Int, _ y: Int, step: Int) -> HTML {
        names.enumerated().map { place, entry in
            box(x + place * step, y - 10, 14, 11, entry.look) + text(entry.name, x + place * step + 19, y)
        }.joined()
    }
}
