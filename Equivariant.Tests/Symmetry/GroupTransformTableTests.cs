namespace Equivariant.Tests.Symmetry;

public class GroupTransformTableTests
{
    /// <summary>The transforms of 3×3 kernels as tables, which kernels of other devices are written after: a product a line,
    /// what it takes of the taps, what of the parameters, its part in each copy, and the number to divide by. Signs stand for
    /// ±1, s and S for ±√2, h and H for ±√½.</summary>
    private const string Tables = """
        rot2:
        ....+.... ....+.... ++ 1
        +.......+ +.......+ ++ 2
        .+.....+. .+.....+. ++ 2
        ..+...+.. ..+...+.. ++ 2
        ...+.+... ...+.+... ++ 2
        +.......- +.......- +- 2
        .+.....-. .+.....-. +- 2
        ..+...-.. ..+...-.. +- 2
        ...+.-... ...+.-... +- 2
        rot4:
        ....+.... ....+.... ++++ 1
        +.+...+.+ +.+...+.+ ++++ 4
        .+.+.+.+. .+.+.+.+. ++++ 4
        +.-...+.- +.......- +--+ 2
        .+.+.-.-. .+.....-. +--+ 2
        +.......- +.-...+.- .+.- 2
        .+.....-. .+.+.-.-. .+.- 2
        ..-...+.. -.-...+.+ +.-. 2
        ...+.-... .-.+.-.+. +.-. 2
        +.-...-.+ +.-...-.+ +-+- 4
        .+.-.-.+. .+.-.-.+. +-+- 4
        rot8:
        ....+.... ....+.... ++++++++ 1
        ++++.++++ ++++.++++ ++++++++ 8
        +.-s.S+.- +h.h.H.H- +.-S-.+s 4
        +h.h.H.H- +.-s.S+.- .h+h.H-H 4
        .H-h.H+h. -S-...+s+ +h.H-H.h 4
        +--+.+--+ +.-...-.+ +--++--+ 4
        +.-...-.+ +--+.+--+ .+.-.+.- 4
        .-.+.+.-. --++.++-- +.-.+.-. 4
        +S+...-s- +H.H.h.h- +S+.-s-. 4
        +H.H.h.h- +S+...-s- .h-h.H+H 4
        .H+h.H-h. -.+s.S-.+ +H.h-h.H 4
        +-+-.-+-+ +-+-.-+-+ +-+-+-+- 8
        flipH:
        ....+.... ....+.... ++ 1
        +.+...... +.+...... ++ 2
        ...+.+... ...+.+... ++ 2
        ......+.+ ......+.+ ++ 2
        .+....... .+....... ++ 1
        .......+. .......+. ++ 1
        +.-...... +.-...... +- 2
        ...+.-... ...+.-... +- 2
        ......+.- ......+.- +- 2
        flipV:
        ....+.... ....+.... ++ 1
        +.....+.. +.....+.. ++ 2
        .+.....+. .+.....+. ++ 2
        ..+.....+ ..+.....+ ++ 2
        ...+..... ...+..... ++ 1
        .....+... .....+... ++ 1
        +.....-.. +.....-.. +- 2
        .+.....-. .+.....-. +- 2
        ..+.....- ..+.....- +- 2
        flip4:
        ....+.... ....+.... ++++ 1
        +.+...+.+ +.+...+.+ ++++ 4
        .+.....+. .+.....+. ++++ 2
        ...+.+... ...+.+... ++++ 2
        +.+...-.- +.+...-.- ++-- 4
        .+.....-. .+.....-. ++-- 2
        +.-...+.- +.-...+.- +-+- 4
        ...+.-... ...+.-... +-+- 2
        +.-...-.+ +.-...-.+ +--+ 4
        d4:
        ....+.... ....+.... ++++++++ 1
        +.+...+.+ +.+...+.+ ++++++++ 4
        .+.+.+.+. .+.+.+.+. ++++++++ 4
        +.-...-.+ +.-...-.+ +-+--+-+ 4
        .+.-.-.+. .+.-.-.+. +-+-+-+- 4
        -.+...-.+ -.+...-.+ +.-.-.+. 4
        ...-.+... ...-.+... +.-.-.+. 2
        +.+...-.- +.-...+.- .+.-.-.+ 4
        .+.....-. ...+.-... .+.-.-.+ 2
        -.+...-.+ +.+...-.- .+.-.+.- 4
        ...-.+... .+.....-. .+.-.+.- 2
        +.+...-.- +.+...-.- +.-.+.-. 4
        .+.....-. .+.....-. +.-.+.-. 2
        """;

    private static readonly Dictionary<char, double> Factors = new()
    {
        ['.'] = 0,
        ['+'] = 1,
        ['-'] = -1,
        ['s'] = Math.Sqrt(2),
        ['S'] = -Math.Sqrt(2),
        ['h'] = Math.Sqrt(0.5),
        ['H'] = -Math.Sqrt(0.5),
    };

    [Theory]
    [InlineData("rot2")]
    [InlineData("rot4")]
    [InlineData("rot8")]
    [InlineData("flipH")]
    [InlineData("flipV")]
    [InlineData("flip4")]
    [InlineData("d4")]
    public void IsTheTableThatKernelsAreWrittenAfter(string set)
    {
        var transform = GroupTransformTests.Maps[set].Transform!;
        var table = Tables.Split('\n').SkipWhile(line => line != set + ":").Skip(1).TakeWhile(line => !line.EndsWith(':'));
        var products = table.Select(line => line.Split(' ')).ToArray();
        double[] Numbers(IEnumerable<char> signs, double divisor = 1) => [.. signs.Select(sign => Factors[sign] / divisor)];
        Assert.Equal(products.Length, transform.Products);
        AllClose(Numbers(products.SelectMany(product => product[0])), transform.InputTransform, 1e-12);
        AllClose([.. products.SelectMany(product => Numbers(product[1], product[3][0] - '0'))], transform.FilterTransform, 1e-12);
        for (var product = 0; product < products.Length; product++)
        {
            var accumulator = transform.AccumulatorOf[product];
            AllClose(Numbers(products[product][2]), [.. Enumerable.Range(0, transform.Copies)
                .Select(copy => transform.OutputTransform[(copy * transform.Accumulators) + accumulator])], 1e-12);
        }
    }
}
