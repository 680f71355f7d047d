using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Equivariant.Tests.Architecture;

/// <summary>One use of a type: by which type, in which folder, of which type, in which folder.</summary>
internal sealed record Use(string User, string From, string Used, string To);

/// <summary>
/// Which folders of a project use which, read from the assembly: base types, interfaces, fields, signatures, attributes and the
/// instructions of method bodies. The debug information says in which file, and so in which folder, a type is written.
/// </summary>
internal sealed class FolderReferences : IDisposable
{
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>Instructions by their code; those of two bytes begin with 0xFE.</summary>
    private static readonly Dictionary<int, OpCode> Instructions = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value & 0xFFFF);

    private readonly PEReader file;
    private readonly MetadataReaderProvider debug;
    private readonly MetadataReader assembly, symbols;
    private readonly string project;
    private readonly Dictionary<TypeDefinitionHandle, string> folders = [];

    /// <param name="path">The assembly, with its debug information beside it.</param>
    /// <param name="project">Folder of the project.</param>
    public FolderReferences(string path, string project)
    {
        this.project = project;
        file = new PEReader(File.OpenRead(path));
        debug = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(path, ".pdb")));
        (assembly, symbols) = (file.GetMetadataReader(), debug.GetMetadataReader());
        foreach (var type in assembly.TypeDefinitions)
            folders[type] = FolderOf(type);
    }

    /// <summary>The assemblies that it names.</summary>
    public IEnumerable<string> Assemblies =>
        assembly.AssemblyReferences.Select(handle => assembly.GetString(assembly.GetAssemblyReference(handle).Name));

    /// <summary>Uses of types in other folders of the project.</summary>
    public IReadOnlyList<Use> Uses() =>
    [
        .. assembly.TypeDefinitions.SelectMany(user => References(user).Distinct()
            .Where(used => folders[user].Length > 0 && folders[used].Length > 0 && folders[used] != folders[user])
            .Select(used => new Use(NameOf(user), folders[user], NameOf(used), folders[used])))
            .Distinct(),
    ];

    /// <summary>The full names of the types of another assembly that it names.</summary>
    public IEnumerable<string> Imported(string from) => assembly.TypeReferences.Select(assembly.GetTypeReference)
        .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference && from == assembly.GetString(
            assembly.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name))
        .Select(type => $"{assembly.GetString(type.Namespace)}.{assembly.GetString(type.Name)}");

    /// <summary>The folder in which a type is written.</summary>
    /// <param name="fullName">Its namespace and name.</param>
    public string Folder(string fullName) => folders.Single(item =>
    {
        var type = assembly.GetTypeDefinition(item.Key);
        return $"{assembly.GetString(type.Namespace)}.{assembly.GetString(type.Name)}" == fullName;
    }).Value;

    public void Dispose()
    {
        debug.Dispose();
        file.Dispose();
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = assembly.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? assembly.GetString(type.Name).Split('`')[0] : NameOf(outer);
    }

    /// <summary>The first folder of the project on the way to the file of a type; empty for what the compiler adds.</summary>
    private string FolderOf(TypeDefinitionHandle handle)
    {
        var path = DocumentOf(handle);
        var type = assembly.GetTypeDefinition(handle);
        if (path is null)
            return type.GetDeclaringType() is { IsNil: false } outer ? FolderOf(outer) : "";
        var parts = path.Split('/', '\\');
        var start = Array.IndexOf(parts, project) + 1;
        return start == 0 || parts[start] == "obj" ? "" : start == parts.Length - 1 ? "." : parts[start];
    }

    private string? DocumentOf(TypeDefinitionHandle handle)
    {
        foreach (var custom in symbols.GetCustomDebugInformation(handle).Select(symbols.GetCustomDebugInformation))
        {
            if (symbols.GetGuid(custom.Kind) == TypeDefinitionDocuments)
                return PathOf(MetadataTokens.DocumentHandle(symbols.GetBlobReader(custom.Value).ReadCompressedInteger()));
        }
        foreach (var method in assembly.GetTypeDefinition(handle).GetMethods())
        {
            var information = symbols.GetMethodDebugInformation(method.ToDebugInformationHandle());
            if (!information.Document.IsNil)
                return PathOf(information.Document);
        }
        return null;
    }

    private string PathOf(DocumentHandle handle) => symbols.GetString(symbols.GetDocument(handle).Name);

    private HashSet<TypeDefinitionHandle> References(TypeDefinitionHandle handle)
    {
        var found = new References(assembly);
        var type = assembly.GetTypeDefinition(handle);
        found.Add(type.BaseType);
        found.AddAll(type.GetInterfaceImplementations().Select(item => assembly.GetInterfaceImplementation(item).Interface));
        found.AddAttributes(type.GetCustomAttributes());
        found.AddConstraints(type.GetGenericParameters());
        foreach (var field in type.GetFields().Select(assembly.GetFieldDefinition))
        {
            field.DecodeSignature(found, null);
            found.AddAttributes(field.GetCustomAttributes());
        }
        foreach (var method in type.GetMethods().Select(assembly.GetMethodDefinition))
        {
            method.DecodeSignature(found, null);
            found.AddAttributes(method.GetCustomAttributes());
            found.AddConstraints(method.GetGenericParameters());
            if (method.RelativeVirtualAddress != 0)
                AddBody(file.GetMethodBody(method.RelativeVirtualAddress), found);
        }
        return found.Types;
    }

    private void AddBody(MethodBodyBlock body, References found)
    {
        if (!body.LocalSignature.IsNil)
            assembly.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(found, null);
        found.AddAll(body.ExceptionRegions.Select(region => region.CatchType));
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            value = value == 0xFE ? 0xFE00 | code.ReadByte() : value;
            switch (Instructions[value].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    found.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += SizeOf(Instructions[value].OperandType);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
