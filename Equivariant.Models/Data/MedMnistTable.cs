namespace Equivariant.Data;

/// <summary>
/// The 18 data sets of MedMNIST v3 (Yang et al., Scientific Data 10:41, 2023): sizes, labels and MD5 sums as its release 3.0.2
/// gives them.
/// </summary>
public static class MedMnistTable
{
    /// <summary>The data set of a name.</summary>
    /// <exception cref="DataException">There is none; the message lists those there are.</exception>
    public static MedMnistEntry Of(string name) => All.FirstOrDefault(entry => entry.Flag == name)
        ?? throw new DataException(
            $"MedMNIST has no data set '{name}'; it has {string.Join(", ", All.Select(entry => entry.Flag))}.");

    /// <summary>All data sets, in MedMNIST's order.</summary>
    public static IReadOnlyList<MedMnistEntry> All { get; } =
    [
        new()
        {
            Flag = "pathmnist", About = "colorectal histology",
            Task = LabelTask.MultiClass, Channels = 3, Train = 89996, Validation = 10004, Test = 7180,
            ClassNames = [
                "adipose", "background", "debris", "lymphocytes", "mucus", "smooth muscle", "normal colon mucosa",
                "cancer-associated stroma", "colorectal adenocarcinoma epithelium"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "a8b06965200029087d5bd730944a56c1", [64] = "55aa9c1e0525abe5a6b9d8343a507616",
                [128] = "ac42d08fb904d92c244187169d1fd1d9", [224] = "2c51a510bcdc9cf8ddb2af93af1eadec",
            },
        },
        new()
        {
            Flag = "chestmnist", About = "chest X-rays, 14 findings",
            Task = LabelTask.MultiLabel, Channels = 1, Train = 78468, Validation = 11219, Test = 22433,
            ClassNames = [
                "atelectasis", "cardiomegaly", "effusion", "infiltration", "mass", "nodule", "pneumonia", "pneumothorax",
                "consolidation", "edema", "emphysema", "fibrosis", "pleural", "hernia"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "02c8a6516a18b556561a56cbdd36c4a8", [64] = "9de6cd0b934ebb5b7426cfba5efbae16",
                [128] = "db107e5590b27930b62dbaf558aebee3", [224] = "45bd33e6f06c3e8cdb481c74a89152aa",
            },
        },
        new()
        {
            Flag = "dermamnist", About = "dermatoscopy of skin lesions",
            Task = LabelTask.MultiClass, Channels = 3, Train = 7007, Validation = 1003, Test = 2005,
            Licence = "CC BY-NC 4.0",
            ClassNames = [
                "actinic keratoses and intraepithelial carcinoma", "basal cell carcinoma", "benign keratosis-like lesions",
                "dermatofibroma", "melanoma", "melanocytic nevi", "vascular lesions"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "0744692d530f8e62ec473284d019b0c7", [64] = "b70a2f5635c6199aeaa28c31d7202e1f",
                [128] = "2defd784463fa5243564e855ed717de1", [224] = "8974907d8e169bef5f5b96bc506ae45d",
            },
        },
        new()
        {
            Flag = "octmnist", About = "retinal optical coherence tomography",
            Task = LabelTask.MultiClass, Channels = 1, Train = 97477, Validation = 10832, Test = 1000,
            ClassNames = [
                "choroidal neovascularization", "diabetic macular edema", "drusen", "normal"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "c68d92d5b585d8d81f7112f81e2d0842", [64] = "e229e9440236b774d9f0dfef9d07bdaf",
                [128] = "0a97e76651ace45c5d943ee3f65b63ae", [224] = "abc493b6d529d5de7569faaef2773ba3",
            },
        },
        new()
        {
            Flag = "pneumoniamnist", About = "chest X-rays of children",
            Task = LabelTask.BinaryClass, Channels = 1, Train = 4708, Validation = 524, Test = 624,
            ClassNames = [
                "normal", "pneumonia"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "28209eda62fecd6e6a2d98b1501bb15f", [64] = "8f4eceb4ccffa70c672198ea285246c6",
                [128] = "05b46931834c231683c68f40c47b2971", [224] = "d6a3c71de1b945ea11211b03746c1fe1",
            },
        },
        new()
        {
            Flag = "retinamnist", About = "fundus images, grades of diabetic retinopathy",
            Task = LabelTask.OrdinalRegression, Channels = 3, Train = 1080, Validation = 120, Test = 400,
            ClassNames = [
                "0", "1", "2", "3", "4"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "bd4c0672f1bba3e3a89f0e4e876791e4", [64] = "afda852cc34dcda56f86ad2b2457dbcc",
                [128] = "e48e916a24454daf90583d4e6efb1a18", [224] = "eae7e3b6f3fcbda4ae613ebdcbe35348",
            },
        },
        new()
        {
            Flag = "breastmnist", About = "breast ultrasound",
            Task = LabelTask.BinaryClass, Channels = 1, Train = 546, Validation = 78, Test = 156,
            ClassNames = [
                "malignant", "normal, benign"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "750601b1f35ba3300ea97c75c52ff8f6", [64] = "742edef2a1fd1524b2efff4bd7ba9364",
                [128] = "363e4b3f8d712e9b5de15470a2aaadf1", [224] = "b56378a6eefa9fed602bb16d192d4c8b",
            },
        },
        new()
        {
            Flag = "bloodmnist", About = "blood cells under the microscope",
            Task = LabelTask.MultiClass, Channels = 3, Train = 11959, Validation = 1712, Test = 3421,
            ClassNames = [
                "basophil", "eosinophil", "erythroblast",
                "immature granulocytes(myelocytes, metamyelocytes and promyelocytes)", "lymphocyte", "monocyte", "neutrophil",
                "platelet"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "7053d0359d879ad8a5505303e11de1dc", [64] = "2b94928a2ae4916078ca51e05b6b800b",
                [128] = "adace1e0ed228fccda1f39692059dd4c", [224] = "b718ff6835fcbdb22ba9eacccd7b2601",
            },
        },
        new()
        {
            Flag = "tissuemnist", About = "kidney cortex cells under the microscope",
            Task = LabelTask.MultiClass, Channels = 1, Train = 165466, Validation = 23640, Test = 47280,
            ClassNames = [
                "Collecting Duct, Connecting Tubule", "Distal Convoluted Tubule", "Glomerular endothelial cells",
                "Interstitial endothelial cells", "Leukocytes", "Podocytes", "Proximal Tubule Segments",
                "Thick Ascending Limb"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "ebe78ee8b05294063de985d821c1c34b", [64] = "123ece2eba09d0aa5d698fda57103344",
                [128] = "61b955355d7425a89687b06cca3ce0c2", [224] = "b077128c4a949f0a4eb01517f9037b9c",
            },
        },
        new()
        {
            Flag = "organamnist", About = "abdominal CT, axial",
            Task = LabelTask.MultiClass, Channels = 1, Train = 34561, Validation = 6491, Test = 17778,
            ClassNames = [
                "bladder", "femur-left", "femur-right", "heart", "kidney-left", "kidney-right", "liver", "lung-left",
                "lung-right", "pancreas", "spleen"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "68e3f8846a6bd62f0c9bf841c0d9eacc", [64] = "2dcccc29b88e6da5a01161ef20cda288",
                [128] = "eeae80d0a227a8d099027e1b3cfd3b60", [224] = "50747347e05c87dd3aaf92c49f9f3170",
            },
        },
        new()
        {
            Flag = "organcmnist", About = "abdominal CT, coronal",
            Task = LabelTask.MultiClass, Channels = 1, Train = 12975, Validation = 2392, Test = 8216,
            ClassNames = [
                "bladder", "femur-left", "femur-right", "heart", "kidney-left", "kidney-right", "liver", "lung-left",
                "lung-right", "pancreas", "spleen"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "b9ceb9546e10131b32923c5bbeaea2b1", [64] = "3ce34a8724ea6f548e6db4744d03b6a9",
                [128] = "773c1f009daa3fe5d9a2a201b2a7ed94", [224] = "050f5e875dc056f6768abf94ec9995d1",
            },
        },
        new()
        {
            Flag = "organsmnist", About = "abdominal CT, sagittal",
            Task = LabelTask.MultiClass, Channels = 1, Train = 13932, Validation = 2452, Test = 8827,
            ClassNames = [
                "bladder", "femur-left", "femur-right", "heart", "kidney-left", "kidney-right", "liver", "lung-left",
                "lung-right", "pancreas", "spleen"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "9ab87b696fb54e2a387ebe992d6ed5f1", [64] = "53a6d115339d874c25e309a994ff46d3",
                [128] = "ded0c5fa01a95dc4978b956f613e9b8e", [224] = "b354719e553fbbb2513d5533f52a4cb1",
            },
        },
        new()
        {
            Flag = "organmnist3d", About = "abdominal CT",
            Task = LabelTask.MultiClass, Channels = 1, Train = 971, Validation = 161, Test = 610,
            ClassNames = [
                "liver", "kidney-right", "kidney-left", "femur-right", "femur-left", "bladder", "heart", "lung-right",
                "lung-left", "spleen", "pancreas"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "a0c5a1ff56af4f155c46d46fbb45a2fe", [64] = "58a2205adf14a9d0a189cb06dc78bf10",
            },
        },
        new()
        {
            Flag = "nodulemnist3d", About = "lung nodules in chest CT",
            Task = LabelTask.BinaryClass, Channels = 1, Train = 1158, Validation = 165, Test = 310,
            ClassNames = [
                "benign", "malignant"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "8755a7e9e05a4d9ce80a24c3e7a256f3", [64] = "c47c5b7d457bf6332200d2ea6d64ecd8",
            },
        },
        new()
        {
            Flag = "adrenalmnist3d", About = "shapes of adrenal glands",
            Task = LabelTask.BinaryClass, Channels = 1, Train = 1188, Validation = 98, Test = 298,
            ClassNames = [
                "normal", "hyperplasia"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "bbd3c5a5576322bc4cdfea780653b1ce", [64] = "17721accfe9fb005146a47d33bc54b2f",
            },
        },
        new()
        {
            Flag = "fracturemnist3d", About = "rib fractures in chest CT",
            Task = LabelTask.MultiClass, Channels = 1, Train = 1027, Validation = 103, Test = 240,
            ClassNames = [
                "buckle rib fracture", "nondisplaced rib fracture", "displaced rib fracture"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "6aa7b0143a6b42da40027a9dda61302f", [64] = "f01d7e6316aedf4210da0da5b7437b42",
            },
        },
        new()
        {
            Flag = "vesselmnist3d", About = "shapes of brain vessels",
            Task = LabelTask.BinaryClass, Channels = 1, Train = 1335, Validation = 191, Test = 382,
            ClassNames = [
                "vessel", "aneurysm"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "b41fd4f7e7e2feedddb201585ecafa1b", [64] = "6bb274a8846e1097066dcd64e2c4520f",
            },
        },
        new()
        {
            Flag = "synapsemnist3d", About = "synapses under the electron microscope",
            Task = LabelTask.BinaryClass, Channels = 1, Train = 1230, Validation = 177, Test = 352,
            ClassNames = [
                "inhibitory synapse", "excitatory synapse"],
            Md5 = new Dictionary<int, string>
            {
                [28] = "1235b78a3cd6280881dd7850a78eadb6", [64] = "43bd14ebf3af9d3dd072446fedc14d5e",
            },
        },
    ];
}
