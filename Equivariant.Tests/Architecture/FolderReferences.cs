using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Equivariant.Tests.Architecture;

/// <summary>
/// Which types of an assembly use which: by base types, interfaces, constraints, attributes, signatures and the instructions of
/// method bodies. The sources say in which folder of its project a type is declared.
/// </summary>
internal static partial class FolderReferences
{
    private const BindingFlags All =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>Instructions by their code; those of two bytes begin with 0xFE.</summary>
    private static readonly Dictionary<int, OpCode> Instructions = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value & 0xFFFF);

    private static readonly ConcurrentDictionary<string, Dictionary<string, string>> Projects = [];

    /// <summary>Every use of a type by another, each by the type of a file that it is nested in.</summary>
    public static IEnumerable<(Type User, Type Used)> Uses(string assembly) =>
        from user in Assembly.Load(assembly).GetTypes()
        from used in Named(user).SelectMany(Parts).Distinct()
        select (Outermost(user), Outermost(used));

    /// <summary>The first folder of its project on the way to the file of a type, "." for none; null for what the compiler adds
    /// and for types of other projects, "?" where no file declares it.</summary>
    public static string? FolderOf(Type type) =>
        type.Namespace?.StartsWith("Equivariant", StringComparison.Ordinal) != true || type.Name.Contains('<') ? null
        : Projects.GetOrAdd(type.Assembly.GetName().Name!, Declared)
            .GetValueOrDefault($"{type.Namespace}.{type.Name.Split('`')[0]}", "?");

    private static Dictionary<string, string> Declared(string project)
    {
        var root = Path.Combine(Checkout.Root, project);
        var declared =
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)
            where parts[0] is not ("obj" or "bin")
            let text = File.ReadAllText(file)
            from Match type in TypeDeclaration().Matches(text)
            select ($"{FileNamespace().Match(text).Groups[1]}.{type.Groups[1]}", parts.Length == 1 ? "." : parts[0]);
        return declared.Distinct().ToDictionary();
    }

    private static IEnumerable<Type?> Named(Type type) =>
    [
        type.BaseType, .. type.GetInterfaces(), .. Constraints(type.GetGenericArguments()), .. Attributes(type),
        .. type.GetFields(All).SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.GetMembers(All).OfType<MethodBase>().SelectMany(Named),
    ];

    private static IEnumerable<Type?> Named(MethodBase method) =>
    [
        .. Attributes(method), .. method.GetParameters().Select(parameter => parameter.ParameterType),
        (method as MethodInfo)?.ReturnType, .. Constraints(Arguments(method)), .. Body(method),
    ];

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.CustomAttributes.Select(data => data.AttributeType);

    private static IEnumerable<Type> Constraints(Type[] arguments) => arguments
        .Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints());

    private static Type[] Arguments(MethodBase method) => method.IsGenericMethod ? method.GetGenericArguments() : [];

    private static IEnumerable<Type?> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        foreach (var clause in body.ExceptionHandlingClauses)
            yield return clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null;
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var operand = Instructions[code[at] == 0xFE ? 0xFE00 | code[++at] : code[at]].OperandType;
            at++;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                var member = method.Module.ResolveMember(
                    BitConverter.ToInt32(code, at), method.DeclaringType!.GetGenericArguments(), Arguments(method))!;
                yield return member as Type ?? member.DeclaringType;
                foreach (var argument in member is MethodBase called ? Arguments(called) : [])
                    yield return argument;
            }
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>The types that make up an array, a pointer or a constructed type.</summary>
    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null or { IsGenericParameter: true } => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsConstructedGenericType: true } =>
            [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)],
        _ => [type],
    };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();

    [GeneratedRegex(
        @"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|unsafe|ref)\s+)*"
        + @"(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+\S+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
